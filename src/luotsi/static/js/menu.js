// A menu is a <details>; this closes it when the reader looks elsewhere, and lets arrow keys walk in it.

const items = (menu) => [...menu.querySelectorAll(".menu-list :is(a, button)")];

function walk(menu, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !menu.open) return;
  event.preventDefault();
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  all[(at + step + all.length) % all.length]?.focus();
}

export function enable(menu) {
  const summary = menu.querySelector("summary");
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      event.stopPropagation();
      menu.open = false;
      summary.focus();
    } else if (event.key === "ArrowDown" && event.target === summary && !menu.open) {
      event.preventDefault();
      menu.open = true;
      items(menu)[0]?.focus();
    } else walk(menu, event);
  });
}
