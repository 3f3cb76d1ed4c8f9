// Arrow keys from a text field into its list of suggestions; htmx fetches the list itself:
//   <input data-typeahead="#like" hx-get="…" hx-target="#like" hx-trigger="input changed delay:300ms">

export function enable(field) {
  const list = document.querySelector(field.dataset.typeahead);
  if (!list) return;
  const doors = () => [...list.querySelectorAll("a, button")];
  const walk = (from, step) => {
    const all = doors();
    const at = all.indexOf(from) + step;
    (at < 0 ? field : all[Math.min(at, all.length - 1)])?.focus();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && doors().length && !event.target.matches("textarea")) {
      event.preventDefault();
      doors()[0].focus();
    }
    if (event.key === "Escape") list.replaceChildren();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      walk(document.activeElement, step);
    } else if (event.key === "Escape") {
      list.replaceChildren();
      field.focus();
    }
  });
}
