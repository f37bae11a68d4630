"""The gateway as a proxy: size, memory, streams, and life without `serve`."""

import gzip
import os
import re
import time

import pytest
import requests

from harness.berth import Berth
from harness.waiting import until

MEGABYTE = 1_000_000
SIZE = 200 * MEGABYTE
# What the process may grow by while 200 MB pass: socket buffers and the allocator's own, far from the 200.
GROWTH = 48 * MEGABYTE

# A server inside the container would need another port; Jupyter's own is extended by the user's configuration.
SINK = r'''
import asyncio
import jupyter_server.serverapp as serverapp
from tornado import web

@web.stream_request_body
class Bulk(web.RequestHandler):
    """Takes a body of any size and counts it; gives one of the size that is asked for."""
    def check_xsrf_cookie(self):
        pass
    def prepare(self):
        self.count = 0
        self.request.connection.set_max_body_size(10**10)
    def data_received(self, chunk):
        self.count += len(chunk)
    def put(self):
        self.write(str(self.count))
    async def get(self):
        piece = b"x" * 1000000
        for _ in range(int(self.get_argument("megabytes"))):
            self.write(piece)
            await self.flush()

class Ticks(web.RequestHandler):
    """Server-sent events, one every tenth of a second."""
    async def get(self):
        self.set_header("Content-Type", "text/event-stream")
        for number in range(10):
            self.write("data: %d\n\n" % number)
            await self.flush()
            await asyncio.sleep(0.1)

class Forever(web.RequestHandler):
    """Answers nothing until the client goes away, and remembers that it did."""
    left = 0
    def on_connection_close(self):
        Forever.left += 1
    async def get(self):
        if self.get_argument("left", None):
            return self.write(str(Forever.left))
        await asyncio.sleep(60)

original = serverapp.ServerWebApplication.init_handlers
def init_handlers(self, default_services, settings):
    base = settings["base_url"]
    return [(base + "bulk", Bulk), (base + "ticks", Ticks), (base + "forever", Forever)] + original(
        self, default_services, settings)
serverapp.ServerWebApplication.init_handlers = init_handlers
'''


@pytest.fixture(scope="module")
def berth():
    """One of our own, because `serve` is killed here."""
    berth = Berth()
    try:
        yield berth.start()
    finally:
        berth.close()


@pytest.fixture(scope="module")
def greta(berth):
    """A person whose server has the handlers above."""
    hub = berth.running("greta")
    with hub.kernel("greta") as kernel:
        kernel.run(f"""
import pathlib
folder = pathlib.Path.home() / ".jupyter"
folder.mkdir(exist_ok=True)
(folder / "jupyter_server_config.py").write_text({SINK!r})
""")
    hub.stop("greta")
    hub.launch("greta")
    return hub


def resident(berth):
    """Bytes of memory the gateway's process holds."""
    with open(f"/proc/{berth.pid('gateway')}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+) kB", status.read()).group(1)) * 1024


def watch_memory(berth, pieces):
    """Passes the pieces on; the most the gateway's memory grew by meanwhile, and the bytes that passed."""
    before, most, count = resident(berth), 0, 0
    for piece in pieces:
        count += len(piece)
        if count % (10 * MEGABYTE) < len(piece):
            most = max(most, resident(berth) - before)
    return most, count


def test_200_mb_down_pass_through_a_flat_gateway(berth, greta):
    greta.get("/user/greta/bulk", params={"megabytes": 5})
    with greta.get("/user/greta/bulk", params={"megabytes": SIZE // MEGABYTE}, stream=True) as answer:
        growth, count = watch_memory(berth, answer.iter_content(MEGABYTE))
    assert count == SIZE
    assert growth < GROWTH


def test_a_reader_that_stands_still_stops_the_sender(berth, greta):
    before = resident(berth)
    with greta.get("/user/greta/bulk", params={"megabytes": SIZE // MEGABYTE}, stream=True) as answer:
        pieces = answer.iter_content(MEGABYTE)
        count = len(next(pieces))
        time.sleep(2)
        assert resident(berth) - before < GROWTH
        assert count + sum(map(len, pieces)) == SIZE


def test_200_mb_up_pass_through_a_flat_gateway(berth, greta):
    growth = []

    def pieces():
        before, piece = resident(berth), b"x" * MEGABYTE
        for number in range(SIZE // MEGABYTE):
            yield piece
            if number % 10 == 0:
                growth.append(resident(berth) - before)

    answer = greta.call("PUT", "/user/greta/bulk", data=pieces(), timeout=120)
    assert (answer.status_code, answer.text) == (200, str(SIZE))
    assert max(growth) < GROWTH


def test_server_sent_events_arrive_as_they_are_sent(greta):
    arrivals = []
    with greta.get("/user/greta/ticks", stream=True) as answer:
        for line in answer.iter_lines(chunk_size=1):
            if line:
                arrivals.append((line.decode(), time.monotonic()))
    assert [line for line, _ in arrivals] == [f"data: {number}" for number in range(10)]
    assert arrivals[-1][1] - arrivals[0][1] > 0.6, "they came all at once"


def test_a_client_that_goes_away_releases_the_server_at_once(greta):
    def left():
        return int(greta.get("/user/greta/forever", params={"left": 1}).text)

    before = left()
    with pytest.raises(requests.exceptions.ReadTimeout):
        greta.get("/user/greta/forever", timeout=0.5)
    until(lambda: left() == before + 1, 5, what="the server saw its client go")


def test_a_compressed_file_of_the_pages_passes_untouched(berth):
    place = f"{berth.url}/hub/static/berth.css"
    whole = requests.get(place, headers={"Accept-Encoding": "identity"}, timeout=30)
    with requests.get(place, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=30) as small:
        sent = small.raw.read(decode_content=False)
    assert small.headers["Content-Encoding"] == "gzip" and small.headers["Vary"] == "Accept-Encoding"
    assert int(small.headers["Content-Length"]) == len(sent) < len(whole.content)
    assert "Content-Encoding" not in whole.headers and gzip.decompress(sent) == whole.content


def test_a_refused_request_reaches_no_container(berth, greta):
    answer = berth.person("oskar").call("PUT", "/user/greta/bulk", data=b"x" * 1000, headers={
        "Expect": "100-continue"})
    assert answer.status_code == 403


def test_the_gateway_runs_without_privileges_or_the_engines_socket(berth):
    pid = berth.pid("gateway")
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
    assert "0" not in fields["Uid"].split()
    assert int(fields["CapEff"], 16) == 0
    files = [os.readlink(f"/proc/{pid}/fd/{number}") for number in os.listdir(f"/proc/{pid}/fd")]
    assert not [name for name in files if name.endswith(("berth.db", "docker.sock"))]


def test_work_goes_on_while_serve_is_down_and_a_new_one_attaches(berth, greta):
    gateway = berth.pid("gateway")
    with greta.kernel("greta") as kernel:
        assert kernel.run("number = 41").strip() == ""
        berth.kill_serve()
        assert kernel.run("print(number + 1)").strip() == "42"
        assert greta.get("/user/greta/api/status").status_code == 200
        with greta.kernel("greta") as another:
            assert another.run("print('fresh')").strip() == "fresh"
        away = greta.get("user", timeout=60)
        assert away.status_code in (502, 503, 504)
        assert "application/json" in away.headers["Content-Type"]
        berth.start()
        assert berth.pid("gateway") == gateway
        assert greta.get("user").status_code == 200
        assert kernel.run("print(number)").strip() == "41"
    assert greta.get("/user/greta/api/status").status_code == 200


def test_a_request_to_the_hub_waits_for_a_serve_that_is_coming_back(berth, greta):
    import threading

    berth.kill_serve()
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(greta.get("user", timeout=60).status_code))
    waiting.start()
    berth.start()
    waiting.join(60)
    assert answers == [200]


def test_serve_and_gateway_end_when_asked_to_and_the_container_stays(berth, greta):
    assert berth.stop_serve() == 0
    assert [container["State"] for container in berth.containers("greta")] == ["running"]
    assert greta.get("/user/greta/api/status").status_code == 200
    berth.start()
    assert greta.server("greta")["ready"] is True
