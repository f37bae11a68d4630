"""What servers use, and what counts as somebody needing them: from the real engine, a real Jupyter, a real browser."""

import csv
import json
import time
from datetime import datetime, timedelta, timezone

import pytest

from harness import engine
from harness.berth import Berth
from harness.browser import open_lab
from harness.waiting import until

MIB = 1 << 20


@pytest.fixture
def uma(berth):
    hub = berth.person("uma")
    if not hub.server("uma").get("ready"):
        hub.launch("uma")
    return hub


def row(berth, hub):
    done = berth.run("top", "--once", "--output", "json", hub=hub)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return lines[0] if lines else None


def last_activity(hub, name):
    return datetime.fromisoformat(hub.server(name)["last_activity"].replace("Z", "+00:00"))


def test_top_shows_what_a_kernel_takes_and_forgets_it_with_the_server(berth, uma):
    idle = until(lambda: (row(berth, uma) or {}).get("usage"), 30, every=1, what="the server was read")
    assert 20 * MIB < idle["memory"] < 300 * MIB and idle["pids"] >= 1
    with uma.kernel("uma") as kernel:
        kernel.run("taken = bytearray(300 << 20)\nimport threading\n"
                   "def spin():\n    while True: pass\nthreading.Thread(target=spin, daemon=True).start()")

        def used():
            usage = row(berth, uma)["usage"]
            return usage if usage["memory"] > 300 * MIB and (usage["cpu"] or 0) > 0.2 else None

        busy = until(used, 60, every=2, what="memory and cores of the kernel")
        assert busy["peak_memory"] >= busy["memory"] and busy["pids"] > idle["pids"]
        table = berth.run("top", hub=uma).stdout
        assert "uma/" in table and "/ 1 GiB" in table
        status = berth.run("status", hub=uma).stdout
        assert "in use" in status
    assert berth.run("stop", "--force", hub=uma).returncode == 0
    assert row(berth, uma) is None


@pytest.fixture
def attentive():
    berth = Berth(activity_interval="5s")
    try:
        yield berth.start()
    finally:
        berth.close()


def test_a_kernel_that_computes_in_silence_is_active_now(attentive):
    hub = attentive.running("uma")
    with hub.kernel("uma") as kernel:
        kernel.send("import time; time.sleep(400)")
        typed = datetime.now(timezone.utc)
        # Nobody types, nothing is printed: only a look at the server tells, and then each answer is of now.
        until(lambda: last_activity(hub, "uma") > typed + timedelta(seconds=15), 90, every=1, what="it is seen to be busy")
        assert datetime.now(timezone.utc) - last_activity(hub, "uma") < timedelta(seconds=5)


def test_a_tab_that_nobody_looks_at_is_no_activity(berth, new_browser):
    hub = berth.person("tab")
    hub.launch("tab")
    page = new_browser().new_page()
    written = []
    page.on("request", lambda request: written.append(request.url) if request.method == "PUT" else None)
    opened = datetime.now(timezone.utc)
    open_lab(page, berth.link(hub))
    until(lambda: last_activity(hub, "tab") > opened or page.wait_for_timeout(500), 60, what="it is told that it was opened")
    # JupyterLab writes its layout as long as it is open, every ten seconds.
    until(lambda: len(written) >= 2 or page.wait_for_timeout(500), 90, what="the page has loaded and writes its layout")
    before = hub.server("tab")["last_activity"]
    count = len(written)
    until(lambda: len(written) >= count + 2 or page.wait_for_timeout(500), 90, what="it goes on writing it")
    assert all("/lab/api/workspaces" in url for url in written[count:]), written
    assert hub.server("tab")["last_activity"] == before


def processor_seconds(container):
    """The container's own counter, as the kernel keeps it."""
    stats = engine.call("GET", f"/containers/{container}/stats", **{"stream": "false", "one-shot": "true"})
    return stats["cpu_stats"]["cpu_usage"]["total_usage"] / 1e9


def ledger(berth, hub, *options):
    done = berth.run("usage", "--by", "server", "--output", "json", *options, hub=hub)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_ledger_adds_up_to_the_containers_own_figures_over_a_kill_of_serve_a_resize_and_a_stop(berth):
    hub = berth.person("led")
    asked = time.monotonic()
    hub.launch("led")
    ready = time.monotonic()
    container = berth.containers("led")[0]["Id"]
    with hub.kernel("led") as kernel:
        kernel.run("import threading\ndef spin():\n    while True: pass\n"
                   "threading.Thread(target=spin, daemon=True).start()")
        berth.kill_serve()
        before = processor_seconds(container)
        until(lambda: processor_seconds(container) > before + 2, 60, what="it computes while serve is away")
        berth.start()
        answer = hub.call("PATCH", "users/led/server/resources", json={"memory": "2G"})
        assert answer.status_code in (200, 202), answer.text
        resized = time.monotonic()
        until(lambda: processor_seconds(container) > before + 4, 60, what="it computes with more memory")
    least = processor_seconds(container)
    stopping = time.monotonic()
    hub.stop("led")
    stopped = time.monotonic()
    (row,) = ledger(berth, hub)["rows"]
    assert row["key"] == "led/" and row["servers"] == 1
    assert stopping - ready < row["hours"] * 3600 < stopped - asked
    gib_seconds = row["reserved"]["memory"] * 3600 / (1 << 30)
    assert (stopping - ready) + (stopping - resized) < gib_seconds < (stopped - asked) + (stopped - ready)
    assert least - 0.1 <= row["used"]["cpu"] * 3600 <= least + 3 * (stopped - stopping) + 1, (least, row)
    assert 20 * MIB < row["used"]["peak_memory"] < 300 * MIB

    table = berth.run("usage", "--since", "1d", hub=hub).stdout.splitlines()
    assert table[0].startswith("USER") and table[1].startswith("led ") and table[-1].startswith("TOTAL")
    (line,) = csv.DictReader(berth.run("usage", "--output", "csv", hub=hub).stdout.splitlines())
    assert line["user"] == "led" and float(line["hours"]) == pytest.approx(row["hours"])
    assert {one["key"] for one in ledger(berth, berth.admin)["rows"]} >= {"led/"}
    assert ledger(berth, berth.person("eve"))["rows"] == []
    (idle,) = json.loads(berth.run("usage", "--idle", "-o", "json", hub=hub).stdout)
    assert idle["server"] == "led/" and idle["idle"] is None and idle["unused_memory"] > 0
    fit = berth.run("usage", "--defaults", hub=berth.admin)
    assert fit.returncode == 0 and "session" in fit.stdout, fit
