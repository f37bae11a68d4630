// Small charts of what a server uses, against its limit: the last minutes that this page has seen.
const NS = "http://www.w3.org/2000/svg";
const KEPT = 90;
const FEWEST = 15;
const series = new Map();

/** Draws what `news` tells of a server, wherever the page shows it. */
export function draw(news) {
  const usage = news.usage;
  if (!usage) return;
  remember(`${news.server} cpu`, usage.at, usage.cpu);
  remember(`${news.server} memory`, usage.at, usage.memory);
  for (const place of document.querySelectorAll(`[data-usage="${CSS.escape(news.server)}"]`)) {
    const value = place.dataset.measure === "cpu" ? usage.cpu : usage.memory;
    if (value === null || value === undefined) continue;
    const limit = Number(place.dataset.limit);
    const text = place.querySelector("[data-figure]");
    if (text) text.textContent = place.dataset.measure === "cpu" ? number(value) : bytes(value);
    const bar = place.querySelector("progress");
    if (bar) bar.value = Math.min(100, (value / limit) * 100);
  }
  plotAll(document);
}

/** Draws the charts below `root` from what this page has heard so far. */
export function plotAll(root) {
  for (const place of root.querySelectorAll("[data-usage]")) {
    const points = series.get(`${place.dataset.usage} ${place.dataset.measure}`);
    const chart = place.querySelector("svg.chart");
    if (chart && points) plot(chart, points, Number(place.dataset.limit));
  }
}

function remember(name, at, value) {
  if (value === null || value === undefined) return;
  const points = series.get(name) ?? [];
  if (!points.length || points[points.length - 1].at !== at) points.push({ at, value });
  if (points.length > KEPT) points.shift();
  series.set(name, points);
}

function plot(chart, points, limit) {
  const [width, height] = [300, 70];
  const top = Math.max(limit, ...points.map((one) => one.value)) * 1.08;
  // Few readings are spread out, so that there is something to see.
  const x = (index) => width - (points.length - 1 - index) * (width / Math.max(FEWEST, points.length - 1));
  const y = (value) => height - (value / top) * height;
  const line = points.map((one, index) => `${x(index).toFixed(1)},${y(one.value).toFixed(1)}`);
  const first = x(0).toFixed(1);
  chart.replaceChildren(
    shape("line", { class: "floor", x1: 0, x2: width, y1: height, y2: height }),
    shape("line", { class: "limit", x1: 0, x2: width, y1: y(limit), y2: y(limit) }),
    shape("polygon", { class: "area", points: `${first},${height} ${line.join(" ")} ${width},${height}` }),
    shape("polyline", { class: "line", points: line.length > 1 ? line.join(" ") : `${width - 3},${y(points[0].value)} ${line[0]}` }));
}

function shape(name, attributes) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

const number = (value) => String(value < 10 ? Number(value.toFixed(2)) : Math.round(value));

export function cores(value) {
  const shown = Number(number(value));
  return `${shown} core${shown === 1 ? "" : "s"}`;
}

export function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let index = 0;
  while (value >= 1024 && index < units.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${Number(value.toFixed(1))} ${units[index]}`;
}
