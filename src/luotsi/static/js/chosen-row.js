// In a list beside its detail the row that was looked at last stays marked, also while one writes in the detail.

export function enable(list) {
  list.addEventListener("focusin", (event) => {
    const row = [...list.children].find((one) => one.contains(event.target));
    for (const one of list.children) one.classList.toggle("is-current", one === row);
  });
  // What is shown already is not fetched anew: that would take away what is being written in it.
  list.addEventListener("htmx:beforeRequest", (event) => {
    const shown = document.querySelector("#panel-title a")?.getAttribute("href");
    if (event.target.getAttribute("href") === shown) event.preventDefault();
  });
}
