// Single keys: "/" and "n" (any element with data-key), "j" and "k" through [data-rows], "?" for the list.

const isWriting = (element) =>
  element?.isContentEditable || /^(input|textarea|select)$/i.test(element?.tagName ?? "");

function step(by) {
  const list = document.querySelector("[data-rows]");
  if (!list) return false;
  const rows = [...list.children].filter((row) => row.querySelector("a, button, input"));
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  const door = next?.querySelector("a[href]") ?? next?.querySelector("button, input");
  door?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(door);
}

function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((e) => e.offsetParent);
  if (!target) return false;
  if (isWriting(target)) {
    target.focus();
    target.select?.();
  } else target.click();
  return true;
}

function answer(key) {
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  if (key === "?") {
    document.getElementById("shortcuts")?.showModal();
    return true;
  }
  return key.length === 1 && press(key);
}

export function enable() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
    if (answer(event.key)) event.preventDefault();
  });
}
