// Dialogs are native. data-dialog-open="#id" opens one on the page; one that htmx brings with data-open opens itself;
// a link with data-dialog-link opens the fragment of its own page. Without JavaScript the link leads to that page.

function asDialog(dialog) {
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.querySelectorAll("[data-dialog-close]").forEach((button) =>
    button.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    }));
  if ("open" in dialog.dataset) {
    dialog.showModal();
    dialog.addEventListener("close", () => dialog.remove());
  }
}

async function openPage(event, link) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  const html = answer.ok && !answer.redirected ? await answer.text() : "<!doctype";
  if (/^\s*<!doctype/i.test(html)) return window.location.assign(link.href); // a whole page is no dialog
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog" });
  dialog.setAttribute("aria-label", link.getAttribute("aria-label") ?? link.textContent.trim());
  dialog.dataset.open = "";
  dialog.innerHTML = html;
  document.body.append(dialog);
  asDialog(dialog);
  window.htmx.process(dialog);
}

export function enable(element) {
  if (element.matches("dialog")) return asDialog(element);
  if ("dialogLink" in element.dataset) return element.addEventListener("click", (event) => openPage(event, element));
  element.addEventListener("click", (event) => {
    const dialog = document.querySelector(element.dataset.dialogOpen);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
}
