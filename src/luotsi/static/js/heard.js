// Says something to people who listen to the page.

export function say(text) {
  const place = document.getElementById("heard");
  if (!place || !text) return;
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; });
}
