// A launch as it goes: its steps, its bar, and where to go once it is done.

const SETTLED = ["started", "finished", "stopped"];

/** Shows what `news` tells of a launch, and goes on where the page waits for its end. */
export function showProgress(news) {
  for (const place of document.querySelectorAll("[data-launch]")) {
    if (place.dataset.launch !== news.server) continue;
    const told = news.progress;
    if (told) {
      place.querySelector("progress").value = told.progress;
      const message = place.querySelector(".message");
      // The same again would be read out again.
      if (message.textContent !== told.message) message.textContent = told.message;
      for (const step of place.querySelectorAll("[data-step]")) mark(step, Number(step.dataset.step), told.progress);
    }
    const isDone = told?.ready || told?.failed || SETTLED.includes(news.state?.phase);
    // The hub knows where it leads: into the server, or to what went wrong.
    if (isDone && "opens" in place.dataset) location.replace(location.pathname + location.search);
  }
}

function mark(step, from, percent) {
  const next = Number(step.dataset.until);
  step.className = percent >= next ? "done" : percent >= from ? "now" : "";
  if (step.className === "now") step.setAttribute("aria-current", "step");
  else step.removeAttribute("aria-current");
}
