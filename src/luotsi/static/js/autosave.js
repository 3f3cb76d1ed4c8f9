// Keeps what is typed so far, two seconds after the last key; without it a button of the form does the same.

const PAUSE_MS = 2000;

export function enable(form) {
  const said = form.querySelector("[data-autosave-said]");
  let timer = 0;
  let isSent = false;
  const tell = (words) => { if (said) said.textContent = words; };
  const keep = async () => {
    if (isSent) return;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, keepalive: true,
      });
      tell(answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : "");
    } catch {
      tell("");
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    tell("");
    timer = window.setTimeout(keep, PAUSE_MS);
  });
  form.addEventListener("submit", () => { isSent = true; window.clearTimeout(timer); });
  window.addEventListener("pagehide", () => { if (timer) { window.clearTimeout(timer); keep(); } });
}
