// A slider before each field that has bounds; the field stays, for those who would rather type.
import { bytes, cores } from "./charts.js";

const GIB = 2 ** 30;

export function showSliders(root) {
  for (const field of root.querySelectorAll("input[data-slider]")) {
    if (field.dataset.ready) continue;
    field.dataset.ready = "1";
    make(field);
  }
}

function make(field) {
  const isMemory = field.dataset.slider === "memory";
  const label = field.closest("label");
  const range = document.createElement("input");
  range.type = "range";
  range.setAttribute("aria-label", label.querySelector("[data-label]").textContent);
  const output = span("");
  output.className = "value";
  label.prepend(output);
  field.before(range);
  if (document.activeElement === field) range.focus();
  field.type = "hidden";
  const ends = document.createElement("span");
  ends.className = "ends";
  range.after(ends);

  // What was filled in before, until another profile is chosen.
  let typed = Number(field.value);
  const bounds = () => {
    const chosen = field.form.querySelector("input[name=profile]:checked");
    const source = chosen?.dataset ?? field.dataset;
    const [low, high, usual] = ["min", "max", "usual"].map((part) => Number(source[isMemory ? `memory${up(part)}` : `cpu${up(part)}`]));
    // Whole steps that people can say: quarters of a core, and of a GiB up to eight.
    const step = isMemory ? (high > 8 * GIB ? GIB / 2 : GIB / 8) : high > 8 ? 0.5 : 0.25;
    range.min = Math.min(low || step, usual);
    range.max = Math.max(high, usual);
    range.step = step;
    range.value = typed || usual;
    range.disabled = Number(range.max) <= Number(range.min);
    ends.replaceChildren(span(show(Number(range.min))), span(`at most ${show(Number(range.max))}`));
    tell(typed || usual, usual);
    typed = 0;
  };
  const show = (value) => (isMemory ? bytes(value) : cores(value));
  const tell = (value, usual) => {
    output.textContent = show(value);
    range.setAttribute("aria-valuetext", show(value));
    field.value = value === usual ? "" : isMemory ? String(Math.round(value)) : String(value);
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const more = field.form.querySelector("[data-more]");
    if (more) more.hidden = ![...field.form.querySelectorAll("input[type=range]")].some((one) => Number(one.value) >= Number(one.max));
  };
  range.oninput = () => {
    const usual = Number((field.form.querySelector("input[name=profile]:checked")?.dataset ?? field.dataset)[isMemory ? "memoryUsual" : "cpuUsual"]);
    // The last bit up to the bound counts, whatever the step.
    const value = Number(range.max) - Number(range.value) < Number(range.step) / 2 ? Number(range.max) : Number(range.value);
    tell(value, usual);
  };
  for (const choice of field.form.querySelectorAll("input[name=profile]")) choice.addEventListener("change", bounds);
  bounds();
}

const up = (word) => word[0].toUpperCase() + word.slice(1);

function span(text) {
  const node = document.createElement("span");
  node.textContent = text;
  return node;
}
