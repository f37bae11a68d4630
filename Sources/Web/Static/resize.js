// Other resources for a server while it runs: says first what it will do, then what became of it, without leaving the page.
import { bytes, cores } from "./charts.js";

/** Says something once, at the page's edge. */
export function tellOnce(text) {
  const line = document.createElement("p");
  line.textContent = text;
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), 8000);
}

export function resizeInPlace(root) {
  for (const form of root.querySelectorAll("form[data-resize]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "1";
    form.addEventListener("change", () => announce(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      apply(form);
    });
    announce(form);
  }
}

function wanted(form) {
  const [cpu, memory] = [form.elements.cpu?.value, form.elements.memory.value];
  return { ...(cpu && { cpu: Number(cpu) }), ...(memory && { memory: Number(memory) }) };
}

function announce(form) {
  const place = form.querySelector("[data-announce]");
  // One button that says itself what it gives.
  if (!place) return;
  const { cpu, memory } = wanted(form);
  const data = form.dataset;
  const changes = [
    cpu && `${cores(Number(data.cpu))} → ${cores(cpu)}`,
    memory && `${bytes(Number(data.memory))} → ${bytes(memory)}`,
  ].filter(Boolean);
  const button = form.querySelector("button");
  button.dataset.off = "1";
  button.disabled = changes.length === 0;
  const tightens = memory && memory < Number(data.memory) ? " It is refused if more than that is in use." : "";
  place.textContent = changes.length
    ? `${changes.join(", ")}: at once. Kernels go on with all they hold.${tightens}`
    : "Move a slider to see what would change. Kernels go on with all they hold.";
}

async function apply(form) {
  // Beside the form, which is drawn anew once it is done.
  const outcome = document.getElementById("resized");
  const button = form.querySelector("button");
  button.disabled = true;
  say(outcome, "", "Applying…");
  try {
    const answer = await fetch(form.dataset.resize, {
      method: "PATCH", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(wanted(form)),
    });
    const told = await answer.json();
    if (!answer.ok) {
      say(outcome, "bad", told.message);
      button.disabled = false;
      return;
    }
    const has = told.resources;
    if (told.state === "applied") say(outcome, "good", `Done: it has ${cores(has.cpu)} and ${bytes(has.memory)} now.`);
    else if (told.state === "pending") say(outcome, "wait", "It takes a little longer; the history below says when it is done.");
    else say(outcome, "good", "It gets that on its next start.");
  } catch {
    say(outcome, "bad", "Berth does not answer at the moment. Nothing is known to have changed; try again.");
    button.disabled = false;
  }
}

function say(place, kind, text) {
  place.className = `note ${kind}`;
  place.textContent = text;
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
}
