"""What servers use, and what counts as somebody needing them: from the real engine, a real Jupyter, a real browser."""

import json
from datetime import datetime, timedelta, timezone

import pytest

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


def test_a_kernel_that_computes_in_silence_is_active_now(berth, uma):
    with uma.kernel("uma") as kernel:
        kernel.send("import time; time.sleep(400)")
        typed = datetime.now(timezone.utc)
        # Nobody types, nothing is printed: only a look at the server tells, and then each answer is of now.
        until(lambda: last_activity(uma, "uma") > typed + timedelta(seconds=15), 150, every=1, what="it is seen to be busy")
        assert datetime.now(timezone.utc) - last_activity(uma, "uma") < timedelta(seconds=5)


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
