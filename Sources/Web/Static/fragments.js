// Parts of a page that are drawn anew by the hub when something changed: the same templates, so nothing is drawn twice.
let running = false;
let again = false;
const LONGEST = 8000;

// What each part was drawn from, before scripts touched it.
const sources = new WeakMap();

/** Remembers the parts as the hub drew them; to be called before anything changes them. */
export function remember() {
  for (const part of document.querySelectorAll("[data-live]")) sources.set(part, part.outerHTML);
}

/** Fetches this page and puts its live parts (`data-live` with an id) in place of those that are shown; at most every `pause`. */
export async function refresh(enhance, pause = 400) {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(LONGEST) });
    if (answer.redirected) {
      location.assign(answer.url);
      return;
    }
    if (answer.ok) replace(new DOMParser().parseFromString(await answer.text(), "text/html"), enhance);
  } catch (problem) {
    // The stream says when the hub is back, and then this is done again; a connection that died unseen says nothing.
    again ||= problem.name === "TimeoutError";
  } finally {
    // Many changes at once are one look.
    setTimeout(() => {
      running = false;
      if (again) refresh(enhance, pause);
      again = false;
    }, pause);
  }
}

function replace(fresh, enhance) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (!next || next.outerHTML === sources.get(part)) continue;
    if (isInUse(part)) {
      left = () => refresh(enhance);
      continue;
    }
    const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
    const typed = [...part.querySelectorAll("input[id], textarea[id]")].filter((one) => one.value !== one.defaultValue);
    const focused = reachable(part).indexOf(document.activeElement);
    const source = next.outerHTML;
    const node = document.importNode(next, true);
    part.replaceWith(node);
    sources.set(node, source);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const { id, value } of typed) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
    reachable(node)[focused]?.focus();
    enhance(node);
  }
}

const reachable = (part) => [...part.querySelectorAll("a[href], button, summary, input, select")];

let isPressed = false;
// What is to be done once nobody is at a part any more that should have been drawn anew.
let left = null;

function release() {
  isPressed = false;
  const look = left;
  left = null;
  if (look) setTimeout(look);
}

addEventListener("pointerdown", () => { isPressed = true; });
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, release);
// A press moves the focus, too, and is not over by that.
addEventListener("focusout", () => isPressed || release());

/** Whether somebody is at it: typing, choosing, moving a slider, or pressing a button. */
function isInUse(part) {
  const active = document.activeElement;
  return isPressed || (part.contains(active) && active.matches("input:not([type=hidden]), select, textarea"));
}
