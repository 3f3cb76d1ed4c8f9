// The entrance of all page behaviour. A module is loaded only on a page (or fragment) that asks for it by its
// data- attribute; it exports enable(element), which is called once per element and attribute.

const MODULES = {
  "body": "./shortcuts.js",
  "[data-theme-form]": "./theme.js",
  "[data-menu]": "./menu.js",
  "[data-dialog], [data-dialog-open], [data-dialog-link]": "./dialog.js",
  "[data-drag-list]": "./drag-list.js",
  "[data-typeahead]": "./typeahead.js",
  "[data-autosave]": "./autosave.js",
  "[data-autosubmit]": "./autosubmit.js",
  "[data-guard]": "./guard.js",
  "[data-chart]": "./chart.js",
  "[data-copy]": "./copy.js",
  "[data-chosen-row]": "./chosen-row.js",
  "[data-scroll-now]": "./scroll-now.js",
  ".tabs": "./tabs.js",
};

const enabled = new WeakMap();

async function enableIn(root) {
  for (const [selector, path] of Object.entries(MODULES)) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    const fresh = found.filter((element) => !enabled.get(element)?.has(selector));
    if (!fresh.length) continue;
    fresh.forEach((element) => enabled.set(element, (enabled.get(element) ?? new Set()).add(selector)));
    import(path).then((module) => fresh.forEach((element) => module.enable(element)));
  }
}

document.documentElement.classList.add("js");
enableIn(document.body);
document.body.addEventListener("htmx:load", (event) => enableIn(event.detail.elt));

// A refusal (422) or a conflict (409) brings a fragment that says why; show it where the answer would have stood.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status !== 422 && status !== 409) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  if (!event.detail.serverResponse.trimStart().startsWith('<div class="message')) return;
  event.detail.target = document.getElementById("messages") ?? event.detail.target;
  event.detail.swapOverride = "innerHTML";
  window.scrollTo({ top: 0, behavior: "smooth" });
});
