// Dialogs are native. data-dialog-open="#id" opens one on the page; one that htmx brings with data-open opens itself.
// Without JavaScript the same link leads to the dialog's own page.

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

export function enable(element) {
  if (element.matches("dialog")) return asDialog(element);
  element.addEventListener("click", (event) => {
    const dialog = document.querySelector(element.dataset.dialogOpen);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
}
