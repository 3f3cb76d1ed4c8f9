// A table wider than the screen opens at the present: <div data-scroll-now aria-labelledby="its-title"> around a table
// whose first head cell is sticky and one of whose head cells is .is-now. Where a fragment replaces it, it stays where
// the reader left it.

const left = new Map(); // by title

export function enable(wrap) {
  const title = wrap.getAttribute("aria-labelledby");
  const now = wrap.querySelector("thead .is-now");
  const first = wrap.querySelector("thead th");
  if (left.has(title)) wrap.scrollLeft = left.get(title);
  else if (now && now !== first) wrap.scrollLeft = now.offsetLeft - first.offsetWidth;
  wrap.addEventListener("scroll", () => left.set(title, wrap.scrollLeft), { passive: true });
}
