"""The engine's socket gone: at the start, and for a while with people at work."""

import time

import pytest

from harness.berth import Berth
from harness.counter import Counter
from harness.engine_proxy import EngineProxy
from harness.waiting import until

# How long the socket is gone. Longer than the minute of grace after which Berth may collect what is left over.
AWAY = 62
# A read that waits for the engine would take its timeout of 10 s; this is a loaded machine's worst for one that doesn't.
QUICK = 2.0


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A Berth that starts without an engine, and the switch to give it one."""
    proxy = EngineProxy(tmp_path_factory.mktemp("engine") / "docker.sock")
    berth = Berth(docker_socket=proxy.path, launch_wait="500ms")
    berth.proxy = proxy
    try:
        yield berth.start()
    finally:
        if not proxy.listener:
            proxy.up()
        berth.close()
        proxy.down()


def slowest_read(berth):
    """Seconds of the slowest of a few reads, all of which answer."""
    slowest = 0
    for path in ("", "user", "users", "users/admin", "/hub/health"):
        began = time.monotonic()
        answer = berth.admin.get(path)
        assert answer.status_code == 200 or (path == "/hub/health" and answer.status_code == 503), answer.text
        slowest = max(slowest, time.monotonic() - began)
    return slowest


def test_berth_starts_without_an_engine_and_reads_are_quick(cut):
    assert slowest_read(cut) < QUICK


def test_a_launch_without_an_engine_waits_or_is_refused_and_succeeds_once_there_is_one(cut):
    grace = cut.person("grace")
    answer = grace.post("users/grace/server")
    assert answer.status_code in (202, 503), answer.text
    if answer.status_code == 503:
        assert answer.json()["code"] and answer.json()["message"]
        assert int(answer.headers["Retry-After"]) > 0
    assert slowest_read(cut) < QUICK
    cut.proxy.up()
    if answer.status_code == 503:
        until(lambda: grace.post("users/grace/server").status_code in (201, 202), 60, every=0.5,
              what="a launch is taken")
    grace.ready("grace", 90)
    assert len(cut.containers("grace")) == 1


def test_with_the_engine_gone_for_a_minute_nothing_is_assumed_dead_and_all_heals(cut):
    cut.running("grace")
    before = {container["Id"] for container in cut.containers()}
    counter = Counter(cut, "grace")
    cut.proxy.down()
    back = time.monotonic() + AWAY
    while time.monotonic() < back:
        assert slowest_read(cut) < QUICK
        assert cut.admin.server("grace")["ready"] is True
        counter.wait_for_tick()
        time.sleep(3)
    cut.proxy.up()
    counter.finish()
    hub = cut.person("heidi")
    until(lambda: hub.post("users/heidi/server").status_code in (201, 202, 400), 60, every=0.5)
    hub.ready("heidi", 90)
    assert before <= {container["Id"] for container in cut.containers()}
    assert len(cut.containers()) == 2
    hub.stop("heidi")


def test_a_stop_asked_for_while_the_engine_is_gone_is_carried_out_when_it_is_back(cut):
    grace = cut.running("grace")
    cut.proxy.down()
    began = time.monotonic()
    answer = grace.delete("users/grace/server")
    assert answer.status_code == 202
    assert time.monotonic() - began < 15
    assert grace.user("grace")["pending"] == "stop"
    assert len(cut.containers("grace")) == 1
    cut.proxy.up()
    until(lambda: grace.is_stopped("grace"), 60, what="stopped")
    assert cut.containers("grace") == []
