// The number beside a slider follows it; who listens hears the same words.

const said = (value) => (value > 0 ? `+${value} %` : value < 0 ? `−${-value} %` : "±0 %");

function follow(slider) {
  const words = said(Number(slider.value));
  slider.setAttribute("aria-valuetext", words);
  const output = slider.parentElement.querySelector("output");
  if (output) output.textContent = words;
}

for (const slider of document.querySelectorAll("[data-sliders] input[type=range]")) {
  follow(slider);
  slider.addEventListener("input", () => follow(slider));
}
