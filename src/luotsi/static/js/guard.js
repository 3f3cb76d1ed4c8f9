// Asks before a page with unsaved writing is left.

export function enable(form) {
  const written = () => new URLSearchParams(new FormData(form)).toString();
  const before = written();
  let isSent = false;
  form.addEventListener("submit", () => { isSent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && form.isConnected && written() !== before) event.preventDefault();
  });
}
