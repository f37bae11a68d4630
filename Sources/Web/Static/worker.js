// One stream for all pages of this browser that want the same news; it ends with the last of them.
import { openOwn } from "./stream.js";

const streams = new Map();

function leave(port) {
  for (const [url, stream] of streams) {
    if (!stream.ports.delete(port) || stream.ports.size) continue;
    stream.close();
    streams.delete(url);
  }
}

function join(url, port) {
  let stream = streams.get(url);
  if (stream) {
    // What the others heard before it came.
    for (const news of stream.latest.values()) port.postMessage(news);
    if (stream.edition) port.postMessage(stream.edition);
  } else {
    stream = { ports: new Set(), latest: new Map() };
    streams.set(url, stream);
    stream.close = openOwn(url, (news) => tell(stream, news));
  }
  stream.ports.add(port);
}

function tell(stream, news) {
  if (news.edition) stream.edition = news;
  if (news.kind === "removed") stream.latest.delete(news.server);
  else if (news.server) stream.latest.set(news.server, { ...stream.latest.get(news.server), ...news, kind: "server" });
  for (const port of stream.ports) port.postMessage(news);
}

addEventListener("connect", (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => (data.open ? join(data.open, port) : leave(port));
  port.start();
});
