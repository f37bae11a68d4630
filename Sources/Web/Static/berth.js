// What every page of somebody logged in runs. Pages work without it; it makes them live.
import { follow } from "./stream.js";
import { refresh, remember } from "./fragments.js";
import { draw, plotAll } from "./charts.js";
import { showProgress } from "./progress.js";
import { showSliders } from "./sliders.js";
import { followLog } from "./log.js";
import { tellOnce, resizeInPlace } from "./resize.js";
import { keyboard } from "./table.js";
import { clocks, tick } from "./clocks.js";

const page = document.body.dataset;

function enhance(root) {
  showSliders(root);
  plotAll(root);
  resizeInPlace(root);
  followLog(root);
  tick();
  for (const field of root.querySelectorAll("input[data-scripted]")) field.disabled = false;
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.onclick = async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      tellOnce("Copied");
    };
  }
}

remember();
enhance(document);
clocks();
keyboard();

// A button that was pressed is not pressed twice while its answer is on the way; coming back makes it new.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.submitter) setTimeout(() => { event.submitter.disabled = true; });
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled:not([data-off])")) button.disabled = false;
});

// What kernels do is no news of the hub's: they are looked at with every third reading of what their server uses.
const READINGS = 3;
let readings = 0;

function hear(news) {
  document.getElementById("away").hidden = news.kind !== "away";
  switch (news.kind) {
    case "away":
    case "here":
    case "told":
      break;
    case "return":
      refresh(enhance);
      break;
    case "edition":
      refresh(enhance, { edition: news.edition });
      break;
    case "fleet":
      refresh(enhance, { edition: news.edition, pause: 3000 });
      break;
    case "usage":
      draw(news);
      readings += 1;
      if (readings % READINGS === 0 && document.querySelector("#kernels section")) refresh(enhance);
      break;
    default:
      draw(news);
      showProgress(news);
      if (news.request && news.request.state !== "pending") tellOnce(`Request ${news.request.id} is ${news.request.state}.`);
  }
}

if (page.events) follow(page.events, hear);
