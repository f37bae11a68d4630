// Parts of a page that are drawn anew by the hub when something changed: the same templates, so nothing is drawn twice.
let running = false;
// What was asked for meanwhile.
let asked = null;
// The name of the state that the page shows.
let shown = document.body.dataset.edition;
const LONGEST = 8000;

// What each part was drawn from, before scripts touched it.
const sources = new WeakMap();

/** Remembers the parts of `root` as the hub drew them; to be called before anything changes them. */
export function remember(root = document) {
  for (const part of root.querySelectorAll("[data-live]")) sources.set(part, part.outerHTML);
}

/**
 * Fetches this page and puts its live parts (`data-live` with an id) in place of those that are shown; at most every `pause`.
 * One that shows the state of the name `edition` has nothing to fetch.
 */
export async function refresh(enhance, { edition = null, pause = 400 } = {}) {
  if ((edition && edition === shown) || !document.querySelector("[data-live]")) return;
  if (running) {
    // What is to be fetched whatever it shows stays so.
    asked = { edition: asked && !asked.edition ? null : edition, pause };
    return;
  }
  running = true;
  try {
    const here = location.pathname + location.search;
    const answer = await fetch(here, { headers: { Accept: "text/html" }, redirect: "manual", signal: AbortSignal.timeout(LONGEST) });
    // It leads elsewhere by now: into the server, or to log in.
    if (answer.type === "opaqueredirect") location.replace(here);
    if (answer.ok) replace(new DOMParser().parseFromString(await answer.text(), "text/html"), enhance);
  } catch (problem) {
    // The stream says when the hub is back, and what there is then; a connection that died unseen says nothing.
    if (problem.name === "TimeoutError") asked = { pause };
  } finally {
    // Many changes at once are one look.
    setTimeout(() => {
      running = false;
      if (asked) refresh(enhance, asked);
      asked = null;
    }, pause);
  }
}

function replace(fresh, enhance) {
  shown = fresh.body.dataset.edition;
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (!next || !part.isConnected || isSame(part, next)) continue;
    if (isInUse(part)) {
      left = () => refresh(enhance);
      continue;
    }
    const open = [...part.querySelectorAll("details[open][id]")];
    const typed = [...part.querySelectorAll("input[id], textarea[id]")].filter((one) => one.value !== one.defaultValue);
    const focused = reachable(part).indexOf(document.activeElement);
    const source = next.outerHTML;
    const node = document.importNode(next, true);
    part.replaceWith(node);
    sources.set(node, source);
    remember(node);
    for (const before of open) reopen(before);
    for (const { id, value } of typed) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
    reachable(node)[focused]?.focus();
    enhance(node);
  }
}

/** What names its state by `data-live` is the same in the same state; parts within it are drawn by themselves. */
function isSame(part, next) {
  return part.dataset.live ? part.dataset.live === next.dataset.live : next.outerHTML === sources.get(part);
}

/** Opens in the new part what was open in the old one. A log that is read goes on with the same lines. */
function reopen(before) {
  const now = document.getElementById(before.id);
  if (now && before.dataset.log && before.dataset.log === now.dataset.log) {
    now.replaceWith(before);
    return;
  }
  // Whoever reads it stops.
  before.open = false;
  if (now) now.open = true;
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
