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
    const focused = place(part, document.activeElement);
    const scrolled = regions(part).map((one) => [one, one.scrollLeft, one.scrollTop]);
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
    enhance(node);
    scrollBack(node, scrolled);
    focusAgain(node, focused);
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

const regions = (part) => [...part.querySelectorAll("[tabindex='0']")];

/** Scrolls what can be scrolled to where it was. */
function scrollBack(node, scrolled) {
  const now = regions(node);
  scrolled.forEach(([before, left, top], index) => {
    if (now[index] && nameOf(now[index]) === nameOf(before)) now[index].scrollTo(left, top);
  });
}

/** What tells that two drawings have the same link, button or field. */
function nameOf(one) {
  const form = one.form && [...new FormData(one.form).values()];
  const word = one.getAttribute("aria-label") ?? one.textContent.trim();
  return one.id || one.getAttribute("href") || [one.form?.getAttribute("action"), form, one.name, word].join(" ");
}

const alike = (part, name) => [...part.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']")]
  .filter((one) => nameOf(one) === name);

/** Where the focus is in a part; null where it is elsewhere. */
function place(part, active) {
  if (!active || !part.contains(active)) return null;
  const name = nameOf(active);
  return { name, index: alike(part, name).indexOf(active) };
}

/** Puts the focus on the same again; where it is gone, on the part, so that nobody begins at the top of the page. */
function focusAgain(node, focused) {
  if (!focused) return;
  const same = alike(node, focused.name);
  const next = same[focused.index] ?? same.at(-1) ?? node;
  if (next === node) node.tabIndex = -1;
  next.focus({ preventScroll: true });
}

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
