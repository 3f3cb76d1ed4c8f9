// Copies data-copy (or the text of the element it names) and says so on the button for a moment.

import { say } from "./heard.js";

const textOf = (wanted) => {
  const source = wanted.startsWith("#") ? document.querySelector(wanted) : null;
  return source ? source.value ?? source.textContent.trim() : wanted;
};

export function enable(button) {
  const word = button.querySelector("[data-word]") ?? button;
  const before = word.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textOf(button.dataset.copy));
    const done = button.dataset.copied ?? "✓";
    word.textContent = done;
    say(done);
    setTimeout(() => { word.textContent = before; }, 1600);
  });
}
