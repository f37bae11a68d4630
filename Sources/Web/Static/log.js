// A log that is followed while it is open, and as text only.
const MOST = 200_000;

export function followLog(root) {
  for (const place of root.querySelectorAll("details[data-log]:not([data-ready])")) {
    place.dataset.ready = "1";
    place.addEventListener("toggle", () => place.open && read(place));
  }
}

async function read(place) {
  const shown = place.querySelector("pre");
  const stop = new AbortController();
  place.addEventListener("toggle", () => stop.abort(), { once: true });
  addEventListener("pagehide", () => stop.abort(), { once: true });
  shown.textContent = "";
  try {
    const answer = await fetch(place.dataset.log, { signal: stop.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const isAtEnd = shown.scrollTop + shown.clientHeight >= shown.scrollHeight - 8;
      // eslint-disable-next-line no-control-regex
      shown.textContent = (shown.textContent + part.value.replace(/\x1b\[[0-9;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "")).slice(-MOST);
      if (isAtEnd) shown.scrollTop = shown.scrollHeight;
    }
    if (!shown.textContent) shown.textContent = "Nothing has been written yet.";
  } catch {
    if (!stop.signal.aborted) shown.textContent += "\n(The log cannot be read at the moment: close and open it to try again.)";
  }
}
