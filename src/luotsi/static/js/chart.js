// Draws the charts of a page with Vega, in the colours of the page's tokens, when they come near the window.
// Without JavaScript the table below each chart tells the same.

let loading;

function load(address) {
  loading ??= new Promise((ready, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = ready;
    script.onerror = failed;
    document.head.append(script);
  });
  return loading;
}

// A token may hold light-dark(oklch(…), …); Vega reads only plain colours, so a pixel is painted and read back.
function colourOf(name, cache) {
  if (cache.has(name)) return cache.get(name);
  const probe = document.createElement("i");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = getComputedStyle(probe).color;
  pen.fillRect(0, 0, 1, 1);
  probe.remove();
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  cache.set(name, `rgb(${red}, ${green}, ${blue})`);
  return cache.get(name);
}

function paint(part, cache) {
  if (Array.isArray(part)) return part.map((one) => paint(one, cache));
  if (part && typeof part === "object")
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, paint(value, cache)]));
  return typeof part === "string" && part.startsWith("@") ? colourOf(part.slice(1), cache) : part;
}

function timeWords(language) {
  const names = (options, dates) => dates.map((day) => new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(day));
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 1)));
  const days = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 0, 7 + day)));
  return {
    dateTime: "%x %X", date: "%d.%m.%Y", time: "%H:%M:%S", periods: ["AM", "PM"],
    days: names({ weekday: "long" }, days), shortDays: names({ weekday: "short" }, days),
    months: names({ month: "long" }, months), shortMonths: names({ month: "short" }, months),
  };
}

async function draw(figure) {
  const place = figure.querySelector(".chart-place");
  const { title, usermeta, ...spec } = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  await load(figure.dataset.chart);
  const painted = paint(spec, new Map());
  painted.width = "container";
  painted.autosize = { type: "fit-x", contains: "padding" };
  await window.vegaEmbed(place, painted, {
    ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: false,
    timeFormatLocale: timeWords(document.documentElement.lang),
  });
  // The place itself is the picture and carries its words; a thousand unnamed marks would only be noise.
  place.querySelectorAll("svg, svg *").forEach((part) => ["role", "aria-label", "aria-roledescription"].forEach((name) => part.removeAttribute(name)));
  place.classList.remove("is-waiting");
  figure.dataset.drawn = "";
}

export function enable(figure) {
  if (!figure.dataset.chart) return;
  const watcher = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watcher.disconnect();
    draw(figure);
    const again = () => draw(figure);
    document.addEventListener("luotsi:theme", again);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  }, { rootMargin: "400px" });
  watcher.observe(figure);
}
