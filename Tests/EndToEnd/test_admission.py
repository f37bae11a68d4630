"""A queue instead of an error: a Berth with room for two small servers."""

import json
import time

import pytest

from harness.berth import Berth
from harness.waiting import until

GIB = 1 << 30
MIB = 1 << 20
# From the end of one server to the next one's admission.
PROMPTLY = 3.0


def host_memory():
    with open("/proc/meminfo") as meminfo:
        return int(next(line for line in meminfo if line.startswith("MemTotal:")).split()[1]) * 1024


def room_for(count):
    """The reserve that leaves room for so many servers of 1 GiB, and half a one."""
    return f"{(host_memory() - count * GIB - GIB // 2) // MIB}M"


@pytest.fixture(scope="module")
def small():
    berth = Berth(capacity_reserve_memory=room_for(2), launch_wait="100ms", stop_grace="2s")
    try:
        yield berth.start()
    finally:
        berth.close()


@pytest.fixture
def full(small):
    """The same with Ada's and Bob's servers running, and nobody waiting."""
    for name in ("ada", "bob"):
        small.running(name)
    yield small
    for name in ("ada", "bob", "cy", "di", "eve"):
        if name in small.hubs and not small.person(name).is_stopped(name):
            small.person(name).stop(name)


def fleet(berth, name):
    [model] = berth.person(name).get("servers", params={"owner": name}).json()
    return model


def queued(berth, name):
    """Launches the user's server and answers its place in the queue."""
    answer = berth.person(name).post(f"users/{name}/server")
    assert answer.status_code == 202, answer.text
    return until(lambda: fleet(berth, name)["queue"], 10, what=f"{name} has a place in the queue")


def admitted_after(berth, name, act):
    """Seconds from the end of what `act` begins to the admission of `name`."""
    act()
    began = time.monotonic()
    until(lambda: fleet(berth, name)["phase"] != "accepted", 10, what=f"{name} is admitted")
    return time.monotonic() - began


def test_a_third_server_waits_with_place_and_reason_and_starts_when_one_stops(full):
    place = queued(full, "cy")
    assert (place["position"], place["length"], place["waits_for"]) == (1, 1, "memory")
    assert place["reason"].startswith("memory: needs 1 GiB, ")
    assert queued(full, "di")["position"] == 2
    cy = full.person("cy")
    assert cy.server("cy")["pending"] == "spawn" and full.containers("cy") == []
    done = full.run("status", hub=cy)
    assert "Queued" in done.stdout and "1 of 2; memory: needs 1 GiB" in done.stdout, done.stdout
    # Names are for those who may see the server.
    report = cy.get("capacity").json()
    [node] = report["nodes"]
    assert node["reserved"]["memory"] == 2 * GIB and node["free"]["memory"] < GIB
    assert [waiting["server"] for waiting in report["queue"]] == ["cy/", None]
    shown = full.run("capacity", hub=full.admin)
    assert "cy/" in shown.stdout and "di/" in shown.stdout, shown.stdout
    assert admitted_after(full, "cy", lambda: full.person("ada").stop("ada")) < PROMPTLY
    cy.ready("cy")
    assert fleet(full, "di")["queue"]["position"] == 1
    full.person("di").stop("di")


def test_the_command_shows_the_queue_and_goes_on_when_there_is_room(full):
    eve = full.person("eve")
    place = queued(full, "eve")
    assert place["position"] == 1
    with eve.get("users/eve/server/progress", stream=True, timeout=60) as answer:
        events = (json.loads(line[6:]) for line in answer.iter_lines() if line.startswith(b"data: "))
        first = next(events)
        assert first["message"].startswith("Queued, 1 of 1; memory: needs 1 GiB") and first["queue"]["position"] == 1
        full.person("bob").delete("users/bob/server")
        last = list(events)[-1]
        assert last["ready"] is True
    assert full.run("launch", hub=eve).stdout.strip().endswith("/user/eve/")


def test_one_that_is_cancelled_leaves_the_queue(full):
    assert queued(full, "cy")["position"] == 1
    assert queued(full, "di")["position"] == 2
    full.person("cy").stop("cy", within=5)
    until(lambda: fleet(full, "di")["queue"]["position"] == 1, 5, what="those behind move up")
    assert fleet(full, "cy")["reason"] == "cancelled"
    full.person("di").stop("di", within=5)
    assert full.admin.get("capacity").json()["queue"] == []
    assert full.containers("cy") == [] and full.containers("di") == []


def test_what_will_never_fit_is_refused_with_the_most_that_would(small):
    hub = small.person("cy")
    answer = hub.post("users/cy/server", {"memory": "3G"})
    assert answer.status_code == 400 and answer.json()["code"] == "never_fits", answer.text
    assert answer.json()["message"].startswith('memory: "3 GiB"') and "at most 2.5 GiB" in answer.json()["message"]
    done = small.run("launch", "--memory", "3G", hub=hub)
    assert done.returncode == 1 and "2.5 GiB" in done.stderr


def test_a_restart_keeps_its_room(full):
    assert queued(full, "cy")["position"] == 1
    assert full.person("ada").post("users/ada/server/restart").status_code in (201, 202)
    until(lambda: fleet(full, "ada")["generation"] > 1 and fleet(full, "ada")["phase"] == "started", 60)
    assert fleet(full, "cy")["phase"] == "accepted"
    full.person("cy").stop("cy")


def test_a_queue_survives_a_kill_in_its_order():
    berth = Berth(capacity_reserve_memory=room_for(1), launch_wait="100ms", stop_grace="2s")
    try:
        berth.start()
        berth.running("ada")
        # By name they would be in another order.
        order = ["zoe", "bob", "mia"]
        for number, name in enumerate(order, 1):
            assert queued(berth, name)["position"] == number
        berth.kill_serve()
        berth.start()
        for number, name in enumerate(order, 1):
            until(lambda: (fleet(berth, name)["queue"] or {}).get("position") == number, 40,
                  what=f"{name} is at place {number} again")
        assert fleet(berth, "ada")["phase"] == "started"
        for running, name in zip(["ada", *order], order):
            assert admitted_after(berth, name, lambda: berth.person(running).stop(running)) < PROMPTLY
            berth.person(name).ready(name)
    finally:
        berth.close()
