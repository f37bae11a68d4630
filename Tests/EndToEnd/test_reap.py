"""Servers that nobody needs: told of, kept, stopped; and one that computes in silence, which is neither."""

import json

import pytest

from harness.berth import Berth
from harness.waiting import until

BRIEF = """
title: Brief
image: berth/notebook:minimal
cpu: {reserve: 0.25, burst: 2}
memory: 512M
ceiling: {cpu: 2, memory: 1G}
idle: {timeout: 8s, notice: 5s}
"""


@pytest.fixture(scope="module")
def dock():
    berth = Berth(profiles={"brief": BRIEF}, activity_interval="2s")
    try:
        yield berth.start()
    finally:
        berth.close()


def history(hub, name):
    return [(event["kind"], event["message"]) for event in hub.get(f"users/{name}/server/events").json()]


def told(hub, name):
    return [message for kind, message in history(hub, name) if kind == "stopAnnounced"]


def notice(hub, name):
    return hub.get(f"/user/{name}/berth/notice").json()["notice"]


def verdict(dock, name, *options):
    done = dock.run("reap", "--dry-run", "--user", name, *options, "--output", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)[0]["verdict"]


def test_an_idle_server_is_told_of_kept_told_of_again_and_stopped_with_its_kernels_asked_first(dock):
    hub = dock.person("ivy")
    hub.launch("ivy", profile="brief")
    with hub.kernel("ivy", notebook="last.ipynb") as kernel:
        kernel.run("import atexit, pathlib\natexit.register(lambda: pathlib.Path('bye.txt').write_text('asked'))")
    until(lambda: told(hub, "ivy"), 60, every=0.5, what="it is told")
    shown = notice(hub, "ivy")
    assert shown["title"] == "This server stops" and "Nothing has gone on in it" in shown["message"]
    assert shown["action"] == {"label": "Keep it for 4 h", "url": f"{dock.url}/hub/keep/ivy"}
    kept = dock.run("keep", "--for", "9s", hub=hub)
    assert kept.returncode == 0 and "ivy/ is kept" in kept.stderr, kept.stderr
    assert notice(hub, "ivy") is None
    assert verdict(dock, "ivy")["rule"] == "kept"
    too_long = dock.run("keep", "--for", "25h", hub=hub)
    assert too_long.returncode == 1 and "at most 1 d" in too_long.stderr
    until(lambda: len(told(hub, "ivy")) == 2, 40, every=0.5, what="it is told anew")
    until(lambda: hub.is_stopped("ivy"), 40, every=0.5, what="it is stopped")
    status = dock.run("status", hub=hub).stdout
    assert "reapedIdle: stopped because it was idle" in status
    assert "Stop asked for by the idle policy: nothing has gone on in it" in status
    assert "profile brief allows 8 s" in status
    # What Jupyter does when it is asked to end: its kernels run what they have registered, and files are written.
    assert (dock.workspace("ivy") / "notebooks" / "bye.txt").read_text() == "asked"
    # Whoever comes back has their time anew.
    hub.launch("ivy", profile="brief")
    assert verdict(dock, "ivy")["verdict"] == "keep"
    hub.stop("ivy")


def test_a_silent_computation_survives_a_reap_that_stops_what_is_idle(dock):
    jo, kim = dock.person("jo"), dock.person("kim")
    for hub, name in [(jo, "jo"), (kim, "kim")]:
        hub.post(f"users/{name}/server", {"profile": "small"})
    jo.ready("jo")
    kim.ready("kim")
    with jo.kernel("jo", notebook="night.ipynb") as kernel:
        kernel.begin("import time; time.sleep(600)")
        until(lambda: verdict(dock, "kim", "--idle", "8s")["verdict"] == "reap", 60, every=1, what="kim's is idle")
        done = dock.run("reap", "--idle", "8s", "--yes")
        assert done.returncode == 0 and done.stderr.startswith("Stopped: kim/."), done.stderr
        until(lambda: kim.is_stopped("kim"), 40, every=0.5, what="kim's is stopped")
        assert jo.server("jo")["ready"]
        why = verdict(dock, "jo", "--idle", "8s")
        assert why["verdict"] == "keep" and "night.ipynb" in why["reasons"][0], why
        assert "Stop asked for by admin" in "".join(message for _, message in history(kim, "kim"))
    jo.stop("jo")
