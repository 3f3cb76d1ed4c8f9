// In a list beside its detail the row that was looked at last stays marked, also while one writes in the detail.

export function enable(list) {
  list.addEventListener("focusin", (event) => {
    const row = [...list.children].find((one) => one.contains(event.target));
    for (const one of list.children) one.classList.toggle("is-current", one === row);
  });
}
