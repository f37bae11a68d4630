// Times as people say them, by their own clock: `data-since` counts up, `data-at` is put in local words.
const UNITS = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

export function clocks() {
  tick();
  setInterval(tick, 1000);
}

function tick() {
  if (document.hidden) return;
  for (const place of document.querySelectorAll("time[data-since]")) {
    const text = words((Date.now() - Date.parse(place.dateTime)) / 1000);
    if (place.textContent !== text) place.textContent = text;
  }
  for (const place of document.querySelectorAll("time[data-at]:not([title])")) {
    place.title = place.textContent;
    place.textContent = new Date(place.dateTime).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  }
}

function words(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const index = UNITS.findIndex(([size]) => whole >= size);
  if (index < 0) return "0 s";
  const [size, name] = UNITS[index];
  const next = UNITS[index + 1];
  const rest = next ? Math.floor((whole % size) / next[0]) : 0;
  return `${Math.floor(whole / size)} ${name}` + (rest && size > 60 ? ` ${rest} ${next[1]}` : "");
}
