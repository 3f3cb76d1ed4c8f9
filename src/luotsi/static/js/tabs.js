// A row of tabs that is wider than the screen begins at the page one is on.

export function enable(tabs) {
  const here = tabs.querySelector("[aria-current]");
  if (!here) return;
  const [row, tab] = [tabs.getBoundingClientRect(), here.getBoundingClientRect()];
  tabs.scrollLeft += tab.left + tab.width / 2 - (row.left + row.width / 2);
}
