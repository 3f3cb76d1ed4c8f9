// The theme changes at once; the form's answer only remembers it.

export function enable(form) {
  form.addEventListener("submit", (event) => {
    const chosen = event.submitter?.value;
    if (!chosen) return;
    event.preventDefault();
    document.documentElement.dataset.theme = chosen;
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.value === chosen)));
    document.dispatchEvent(new CustomEvent("luotsi:theme", { detail: chosen }));
    const body = new FormData(form);
    body.set("theme", chosen);
    fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
  });
}
