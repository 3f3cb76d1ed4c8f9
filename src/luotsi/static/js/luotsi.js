// The entrance of all page behaviour. A module is loaded only on a page (or fragment) that asks for it by its
// data- attribute; it exports enable(element), which is called once per element.

const MODULES = {
  "[data-theme-form]": "./theme.js",
  "[data-menu]": "./menu.js",
};

const enabled = new WeakMap();

async function enableIn(root) {
  for (const [selector, path] of Object.entries(MODULES)) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    const fresh = found.filter((element) => !enabled.get(element)?.has(selector));
    if (!fresh.length) continue;
    fresh.forEach((element) => enabled.set(element, (enabled.get(element) ?? new Set()).add(selector)));
    const module = await import(path);
    fresh.forEach((element) => module.enable(element));
  }
}

document.documentElement.classList.add("js");
enableIn(document.body);
document.body.addEventListener("htmx:load", (event) => enableIn(event.detail.elt));
