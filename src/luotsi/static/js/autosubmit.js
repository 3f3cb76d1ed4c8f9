// A form that goes off as soon as a choice is made (filters, a place in a list). Text fields wait for Enter.

export function enable(form) {
  form.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=text], input[type=search], textarea")) form.requestSubmit();
  });
}
