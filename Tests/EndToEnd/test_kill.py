"""SIGKILL of `berth serve` in each step of a launch and of a stop, while somebody else's cell counts."""

import os
import random
import time

import pytest

from harness import engine, notes
from harness.berth import Berth
from harness.counter import Counter
from harness.engine_proxy import EngineProxy
from harness.hub import Hub
from harness.registry import Registry
from harness.waiting import until

SEED = int(os.environ.get("BERTH_SEED") or random.randrange(1_000_000))
# A cell of a busy two-core machine pauses by itself for a second or so.
LONGEST_PAUSE = 5.0

# The engine's call that is the step. Each is killed when Berth has asked for it and the engine hasn't heard, and
# again when the engine has done it and Berth hasn't heard.
CALLS = {
    "pull": ("POST", r"/images/create"),
    "create": ("POST", r"/containers/create"),
    "start": ("POST", r"/containers/[^/]+/start"),
    "stop": ("POST", r"/containers/[^/]+/(stop|kill)"),
    "remove": ("DELETE", r"/containers/"),
}
STOPPING = ("stop", "remove")
STEPS = [(step, when) for step in CALLS for when in ("before", "after")] + [
    (step, when) for step in ("probe", "settle") for when in ("early", "late")]

table = []


@pytest.fixture(scope="module")
def registry():
    registry = Registry("berth/notebook:minimal")
    yield registry
    registry.close()
    forget(registry.name)


@pytest.fixture(scope="module")
def harbour(registry, tmp_path_factory):
    """A Berth behind a proxy of the engine, with Bob's cell counting from the first kill to the last."""
    pulled = f"""
title: Pulled
image: {registry.name}
cpu: {{reserve: 0.5, burst: 2}}
memory: 1G
ceiling: {{cpu: 2, memory: 4G}}
"""
    proxy = EngineProxy(tmp_path_factory.mktemp("engine") / "docker.sock").up()
    berth = Berth(profiles={"pulled": pulled}, docker_socket=proxy.path, stop_grace="5s", launch_wait="200ms")
    berth.proxy = proxy
    try:
        berth.start()
        berth.counter = Counter(berth, "bob")
        berth.random = random.Random(SEED)
        yield berth
    finally:
        berth.close()
        proxy.down()
        notes.add(f"kills of serve (seed {SEED}):", table)


def kill_at(harbour, step, when, act):
    """Does `act` and kills `serve` at that point of what it sets off."""
    delay = harbour.random.uniform(0, 0.05)
    if step in CALLS:
        method, pattern = CALLS[step]
        hold = harbour.proxy.hold(method, pattern, when)
        act()
        assert hold.caught.wait(60), f"no {method} {pattern}; calls: {harbour.proxy.lines[-20:]}"
        time.sleep(delay)
        harbour.kill_serve()
        hold.release()
        return
    act()
    if step == "probe":
        # The container runs and Jupyter doesn't answer yet.
        until(lambda: state_of("ada", harbour) == "running", every=0.005)
        time.sleep(delay if when == "early" else delay + 0.15)
    else:
        # Jupyter answers: Berth is just recording that, or has.
        until(lambda: jupyter_answers("ada", harbour), every=0.005)
        time.sleep(0 if when == "early" else delay)
    harbour.kill_serve()


def state_of(owner, harbour):
    found = harbour.containers(owner)
    return found[0]["State"] if found else None


def jupyter_answers(owner, harbour):
    found = harbour.containers(owner)
    if not found or found[0]["State"] != "running":
        return False
    address = next(iter(found[0]["NetworkSettings"]["Networks"].values()))["IPAddress"]
    try:
        return bool(address) and Hub(f"http://{address}:8888").get(f"/user/{owner}/api", timeout=1).status_code < 500
    except OSError:
        return False


@pytest.mark.parametrize("step, when", STEPS, ids=[f"{step}-{when}" for step, when in STEPS])
def test_a_kill_of_serve_in_this_step_loses_nothing(harbour, registry, step, when):
    ada = harbour.person("ada")
    stopping = step in STOPPING
    if stopping:
        ada.launch("ada")
    elif step == "pull":
        forget(registry.name)
    began = time.monotonic()

    def act():
        if stopping:
            ada.delete("users/ada/server", timeout=30)
        else:
            ada.post("users/ada/server", {"profile": "pulled" if step == "pull" else "small"}, timeout=30)

    kill_at(harbour, step, when, lambda: in_background(act))
    harbour.counter.wait_for_tick()
    harbour.start()
    if stopping:
        until(lambda: ada.is_stopped("ada"), 90, what="the stop is carried through")
        expected = {"bob"}
    else:
        ada.ready("ada", 120)
        assert ada.get("/user/ada/api/status").status_code == 200
        expected = {"ada", "bob"}
    until(lambda: owners(harbour) == sorted(expected), 30, what="one container for each running server")
    assert all(container["State"] == "running" for container in harbour.containers())
    harbour.counter.wait_for_tick()
    table.append(f"{step:7} {when:6} healed after {time.monotonic() - began:5.1f} s")
    if not stopping:
        ada.stop("ada")
    assert owners(harbour) == ["bob"]


def test_the_other_persons_cell_never_noticed(harbour):
    """The last test of the module: its WebSocket was open through all of the kills."""
    minute = 60 - (time.monotonic() - harbour.counter.began)
    if minute > 0:
        # The cell is to have run for a minute; one more kill at the end of it.
        time.sleep(minute)
        harbour.kill_serve()
        harbour.counter.wait_for_tick()
        harbour.start()
    seconds, pause = harbour.counter.finish()
    table.append(f"the other cell ran {seconds:.0f} s; its longest pause was {pause:.2f} s")
    assert seconds >= 60
    assert pause < LONGEST_PAUSE
    assert owners(harbour) == ["bob"]


def owners(harbour):
    return sorted(container["Labels"]["berth.owner"] for container in harbour.containers())


def forget(image):
    """The engine no longer has the image under this name; its layers stay, as another image has them."""
    try:
        engine.call("DELETE", f"/images/{image}", force="true", noprune="true")
    except RuntimeError as problem:
        assert " 404 " in str(problem), problem


def in_background(act):
    """`serve` is killed in the middle of this request, so its failure is expected."""
    import threading

    def attempt():
        try:
            act()
        except OSError:
            pass

    threading.Thread(target=attempt, daemon=True).start()
