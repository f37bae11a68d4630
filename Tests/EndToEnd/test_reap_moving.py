"""A fleet that moves while it is reaped: what begins between the list and the stop saves its server; and the idle culler
from PyPI, as it is, beside a cell that sleeps in silence."""

import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from harness import clients, notes
from harness.berth import Berth
from harness.engine_proxy import EngineProxy
from harness.waiting import until

SEED = int(os.environ.get("BERTH_SEED") or random.randrange(1_000_000))
PROFILE = """
title: Moving
image: berth/notebook:minimal
cpu: {reserve: 1, burst: 2}
memory: 400M
ceiling: {cpu: 2, memory: 1G}
"""
FLEET = [f"mover-{number}" for number in range(6)]
# Cells begin in as many seconds before reaping is asked for, and after.
AROUND = 0.8
# Between the last question to a server and the record of its stop, on a busy machine. What begins in it nobody knows.
BLINK = 1.0
# A cell that notes in its kernel's folder when it began, and says nothing.
CELL = "import time; open('began', 'w').write(str(time.time())); time.sleep(60)"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    """Nothing is reaped by policy here: all is asked for."""
    proxy = EngineProxy(tmp_path_factory.mktemp("engine") / "docker.sock").up()
    berth = Berth(
        profiles={"moving": PROFILE}, default_profile="moving", docker_socket=proxy.path, overcommit_memory="8",
        overcommit_cpu="100", reaping="off", activity_interval="2s")
    berth.proxy = proxy
    try:
        yield berth.start()
    finally:
        berth.close()
        proxy.down()


def verdict(harbour, name):
    """What a dry run with a timeout of seconds says of a server; None when it does not run."""
    found = harbour.admin.get("reap", params={"idle": "2s", "user": name}).json()
    return found[0]["verdict"] if found else None


def idle(harbour, name):
    """The user's client and a kernel, when the server is running and would be reaped."""
    hub = harbour.running(name)
    kernel = hub.kernel(name)
    kernel.run("1")
    until(lambda: verdict(harbour, name)["verdict"] == "reap", 60, every=0.3, what=f"{name} is idle")
    return hub, kernel


def reap(harbour, *names):
    """What became of each that was to be stopped."""
    asked = {"idle": "2s"} | ({"user": names[0]} if len(names) == 1 else {})
    answer = harbour.admin.post("reap", asked)
    assert answer.status_code == 200, answer.text
    return {one["owner"]: one for one in answer.json()["servers"]}


def begin_cell(hub, kernel):
    kernel.begin(CELL)


def save_a_file(hub, kernel):
    answer = hub.call("PUT", kernel.path.split("/api/")[0] + "/api/contents/a.txt",
                      json={"type": "file", "format": "text", "content": "a"})
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(("deed", "evidence"), [(begin_cell, "busyKernel"), (save_a_file, "person")])
def test_what_begins_between_the_list_and_the_stop_saves_the_server(harbour, deed, evidence):
    name = f"late-{evidence.lower()}"
    hub, kernel = idle(harbour, name)
    [container] = harbour.containers(name)
    # The engine is asked what the server uses by him who watches, and by him who reaps: both are held.
    hold = harbour.proxy.hold("GET", f"/containers/{container['Id'][:12]}[^/]*/stats", "before", calls=2)
    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(reap, harbour, name)
        assert hold.caught.wait(30), harbour.proxy.lines[-20:]
        assert not outcome.done()
        deed(hub, kernel)
        hold.release()
        result = outcome.result()[name]
    assert result["result"] == "spared", result
    assert evidence in [one["kind"] for one in result["verdict"]["evidence"]], result
    assert hub.server(name)["ready"]
    hub.stop(name)


def test_of_a_fleet_no_server_is_stopped_whose_cell_had_begun(harbour):
    chance = random.Random(SEED)
    outcomes = []
    for _ in range(2):
        with ThreadPoolExecutor(len(FLEET)) as pool:
            fleet = dict(zip(FLEET, pool.map(lambda name: idle(harbour, name), FLEET)))
            for name in FLEET:
                (harbour.workspace(name) / "notebooks" / "began").unlink(missing_ok=True)
            until(lambda: all(verdict(harbour, name)["verdict"] == "reap" for name in FLEET), 60, every=0.3,
                  what="all are idle at once")
            begin = time.time()
            for _, kernel in fleet.values():
                threading.Timer(chance.uniform(0, 2 * AROUND), send_if_it_runs, [kernel]).start()
            until(lambda: time.time() >= begin + AROUND, 5, every=0.01, what="half of the cells have begun")
            asked = time.time()
            reaped = reap(harbour, *FLEET)
        outcomes += [judge(harbour, name, reaped[name], asked) for name in FLEET if name in reaped]
        for hub, kernel in fleet.values():
            kernel.close()
        for name in FLEET:
            if reaped.get(name, {}).get("result") != "stopped":
                harbour.admin.stop(name)
    notes.add(f"reaped while cells began (seed {SEED}):", sorted(outcomes))


def send_if_it_runs(kernel):
    try:
        kernel.send(CELL)
    except OSError:
        pass  # The server was stopped before.


def judge(harbour, name, outcome, asked):
    """Checks one server by its kernel's own record; a line about it."""
    record = harbour.workspace(name) / "notebooks" / "began"
    until(lambda: record.exists() or harbour.admin.is_stopped(name), 30, what=f"{name}'s cell runs, or it is stopped")
    began = float(record.read_text() or "inf") if record.exists() else None
    if outcome["result"] != "stopped":
        return f"{outcome['result']}, its cell runs"
    events = harbour.admin.get(f"users/{name}/server/events").json()
    stop = next(one["at"] for one in reversed(events) if one["kind"] == "stopRequested")
    stop = datetime.fromisoformat(stop.replace("Z", "+00:00")).timestamp()
    assert began is None or began > asked and began > stop - BLINK, f"{name}: stopped {stop - began} s after its cell began"
    return "stopped before its cell began"


def test_the_idle_culler_culls_the_idle_and_spares_a_cell_that_sleeps_in_silence(harbour):
    sleeper, kernel = idle(harbour, "sleeper")
    kernel.begin("import time; time.sleep(120)")
    kernel.close()
    idler, _ = idle(harbour, "idler")
    culler = clients.start(
        "jupyterhub-idle-culler", f"--url={harbour.url}/hub/api", "--timeout=6", "--cull-every=1",
        token=harbour.admin.token)
    try:
        until(lambda: idler.is_stopped("idler"), 60, every=0.5, what="the idle server is culled")
        # As long again, and longer than its own timeout: the sleeper has been looked at many times.
        end = time.monotonic() + 8
        until(lambda: time.monotonic() > end or not sleeper.server("sleeper")["ready"], 20, every=0.5)
        assert sleeper.server("sleeper")["ready"]
    finally:
        culler.kill()
        said = culler.communicate()[0]
    assert "Culling server idler" in said and "Culling server sleeper" not in said, said
