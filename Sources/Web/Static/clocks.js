// Times as people say them, by their own clock: `data-since` counts up, `data-left` down, `data-at` is put in local words, and
// what is `data-from` a time is shown from then on.
const UNITS = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

export function clocks() {
  setInterval(tick, 1000);
}

/** Sets all of them to now. */
export function tick() {
  if (document.hidden) return;
  for (const place of document.querySelectorAll("time[data-since], time[data-left]")) {
    const past = (Date.now() - Date.parse(place.dateTime)) / 1000;
    const text = words("left" in place.dataset ? -past : past);
    if (place.textContent !== text) place.textContent = text;
  }
  for (const place of document.querySelectorAll("[data-from][hidden]")) {
    place.hidden = Date.now() < Date.parse(place.dataset.from);
  }
  for (const place of document.querySelectorAll("time[data-at]:not([title])")) {
    place.title = place.textContent;
    const date = new Date(place.dateTime);
    // Of today the hour says enough.
    const isToday = date.toDateString() === new Date().toDateString();
    place.textContent = date.toLocaleString(undefined, { ...(!isToday && { dateStyle: "medium" }), timeStyle: "medium" });
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
