// The one stream of the hub's news. A browser's pages share it through a worker where there is one, it is closed while no
// page is seen, and whoever comes back reads all anew.

/**
 * Calls `hear` with each piece of news; `{kind: "away"}` while the hub does not answer, `{kind: "here"}` once it does, and
 * `{kind: "return"}` where the page was not seen for a while.
 */
export function follow(url, hear) {
  const shared = typeof SharedWorker === "function";
  let close = null;

  const open = (isReturn) => {
    if (close) return;
    close = shared ? openShared(url, hear) : openOwn(url, hear);
    if (isReturn) hear({ kind: "return" });
  };
  const hide = () => {
    close?.();
    close = null;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? hide() : open(true)));
  addEventListener("pagehide", hide);
  addEventListener("pageshow", (event) => event.persisted && open(true));
  if (!document.hidden) open(false);
}

function openShared(url, hear) {
  const worker = new SharedWorker(new URL("./worker.js", import.meta.url), { type: "module", name: "berth" });
  worker.port.onmessage = (event) => hear(event.data);
  worker.port.postMessage({ open: url });
  return () => {
    worker.port.postMessage({ close: true });
    worker.port.close();
  };
}

// A stream ends now and then and comes back at once; only what lasts longer is worth a word.
const PATIENCE = 4000;
const LONGEST_PAUSE = 5000;
// The hub says something every five seconds. A connection that died unseen, as in a laptop's sleep, never says that it did.
const SILENCE = 16000;
// A browser takes one of those for the next stream, too, as long as it has any, and it has six to a host at most.
const QUICK_TRIES = 6;
const QUICK = 2000;

/** Opens a stream that comes back by itself, also where the browser has given up. */
export function openOwn(url, hear) {
  let source = null;
  let again = 0;
  let away = 0;
  let silence = 0;
  let tries = 0;
  let pause = 1000;

  const miss = () => { away ||= setTimeout(hear, PATIENCE, { kind: "away" }); };
  const listen = (most) => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      miss();
      source.close();
      open();
    }, most);
  };
  const open = () => {
    source = new EventSource(url);
    tries += 1;
    listen(tries > QUICK_TRIES ? SILENCE : QUICK);
    source.onopen = () => {
      tries = 0;
      listen(SILENCE);
      clearTimeout(away);
      away = 0;
      pause = 1000;
      hear({ kind: "here" });
    };
    source.onmessage = (event) => {
      listen(SILENCE);
      const news = JSON.parse(event.data);
      if (news.kind !== "alive") hear(news);
    };
    source.onerror = () => {
      miss();
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(silence);
      again = setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    };
  };
  open();
  return () => {
    clearTimeout(again);
    clearTimeout(away);
    clearTimeout(silence);
    source.close();
  };
}
