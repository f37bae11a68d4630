"""What a user may have: quotas, and asking for more than the ceiling, on the real engine."""

import concurrent.futures
import json

import pytest

from harness import engine
from harness.berth import Berth
from harness.waiting import until

GIB = 1 << 30

TINY = """
title: Tiny
image: berth/notebook:minimal
cpu: {reserve: 0.1, burst: 1}
memory: 512M
ceiling: {cpu: 1, memory: 1G}
"""


@pytest.fixture(scope="module")
def hub():
    berth = Berth(profiles={"tiny": TINY}, default_profile="tiny")
    try:
        yield berth.start()
    finally:
        berth.close()


def succeeded(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def limit_of(berth, owner):
    [container] = berth.containers(owner)
    return engine.call("GET", f"/containers/{container['Id']}/json")["HostConfig"]["Memory"]


def shown(berth, request, hub):
    return json.loads(succeeded(berth.run("request", "show", request, "--output", "json", hub=hub)))


def test_more_is_granted_to_a_running_kernel_and_goes_when_its_time_is_over(hub):
    ada = hub.running("ada")
    over = hub.run("resize", "--memory", "2G", hub=ada)
    assert over.returncode == 1 and "berth request" in over.stderr
    request = succeeded(
        hub.run("request", "--memory", "3G", "--for", "8h", "--reason", "the whole table", hub=ada)).strip()
    assert hub.run("request", "approve", request, hub=ada).returncode == 3, "nobody approves by themselves"
    assert request in succeeded(hub.run("request", "ls", "--state", "pending"))
    with ada.kernel("ada") as kernel:
        kernel.run("import os; kept, pid = 'still here', os.getpid()")
        approved = hub.run("request", "approve", request, "--memory", "2G", "--for", "25s", "--note", "be quick")
        succeeded(approved)
        until(lambda: limit_of(hub, "ada") == 2 * GIB, 10, what="the container has what was granted")
        status = succeeded(hub.run("status", hub=ada))
        assert "grant" in status and "2 GiB" in status and request in status
        # More than the ceiling, which would have killed the kernel before.
        kernel.run("block = bytearray(1300 << 20); block[::4096] = b'x' * len(block[::4096])")
        assert kernel.run("print(kept, pid == os.getpid())").split() == ["still", "here", "True"]
        held = until(lambda: shown(hub, request, ada)["state"] == "ended" and shown(hub, request, ada), 60,
                     what="the grant ends")
        assert held["grant"]["state"] == "in_use" and "still in use" in held["message"], held
        assert limit_of(hub, "ada") == 2 * GIB, "nothing is taken from what is in use"
        kernel.run("del block")
        until(lambda: limit_of(hub, "ada") == 512 << 20, 120, what="the server shrinks back")
        until(lambda: shown(hub, request, ada)["grant"]["state"] == "over", 15, what="the request says so")
        kernel.connect()
        assert kernel.run("print(kept, pid == os.getpid())").split() == ["still", "here", "True"]
    kinds = [event["kind"] for event in ada.get("users/ada/server/events").json()]
    assert {"requestMade", "requestApproved", "resized", "grantEnded"} <= set(kinds) and "finished" not in kinds
    again = hub.run("request", "approve", request)
    assert again.returncode == 1 and "already" in again.stderr


def test_serve_killed_while_a_grant_lasts_ends_it_all_the_same(hub):
    bob = hub.running("bob")
    request = succeeded(hub.run("request", "--memory", "2G", "--for", "5m", "--reason", "thesis", hub=bob)).strip()
    succeeded(hub.run("request", "approve", request, "--for", "8s"))
    until(lambda: limit_of(hub, "bob") == 2 * GIB, 10, what="the container has what was granted")
    hub.kill_serve()
    hub.start()
    until(lambda: limit_of(hub, "bob") == 512 << 20, 60, what="the server shrinks back")
    bob.stop("bob")


def test_a_policy_approves_at_once_and_what_is_denied_changes_nothing(hub):
    cy = hub.person("cy")
    succeeded(hub.run("group", "add", "lab"))
    succeeded(hub.run("group", "join", "lab", "cy"))
    succeeded(hub.run("group", "policy", "lab", "--auto-approve-memory", "1536M"))
    given = hub.run("request", "--memory", "1536M", "--for", "1h", "--reason", "thesis", hub=cy)
    assert "policy of group lab" in given.stderr, given.stderr
    cy.launch("cy")
    assert limit_of(hub, "cy") == 1536 << 20, "a plain launch gets it"
    more = succeeded(hub.run("request", "--memory", "3G", "--for", "1h", "--reason", "more", hub=cy)).strip()
    succeeded(hub.run("request", "deny", more, "--note", "one is enough"))
    denied = shown(hub, more, cy)
    assert denied["state"] == "denied" and denied["decision"]["note"] == "one is enough"
    assert limit_of(hub, "cy") == 1536 << 20
    cy.stop("cy")


def test_a_hundred_launches_at_once_never_overdraw_a_groups_quota(hub):
    succeeded(hub.run("group", "add", "crowd"))
    names = [f"crowd{number}" for number in range(10)]
    people = {name: hub.person(name) for name in names}
    succeeded(hub.run("group", "join", "crowd", *names))
    succeeded(hub.run("group", "policy", "crowd", "--total-servers", "3", "--member-servers", "2"))

    def launch(number):
        name = names[number % 10]
        return people[name].post(f"users/{name}/servers/s{number}", {}).status_code

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(launch, range(100)))
    assert sorted(set(answers)) in ([201, 429], [202, 429], [201, 202, 429]), sorted(set(answers))
    assert sum(answer != 429 for answer in answers) == 3
    running = [one for name in names for one in people[name].get(f"servers?owner={name}").json()]
    assert len(running) == 3
    first = running[0]
    owner = people[first["owner"]]
    refused = owner.post(f"users/{first['owner']}/servers/more", {})
    assert refused.status_code == 429 and refused.json()["code"] == "quota_exceeded"
    assert "group crowd" in refused.json()["message"] and "berth quota" in refused.json()["message"]
    report = json.loads(succeeded(hub.run("quota", "--output", "json", hub=owner)))
    total = next(limit for limit in report["limits"] if limit["source"] == "quota")
    assert (total["limit"], total["used"], total["group"]) == (3, 3, "crowd")
    assert "crowd" in succeeded(hub.run("quota", hub=owner))
    assert owner.delete(f"users/{first['owner']}/servers/{first['name']}", json={"remove": True}).status_code in (202, 204)
    until(lambda: owner.post(f"users/{first['owner']}/servers/more", {}).status_code in (201, 202), 30,
          what="what has ended has given back")
    for one in running[1:]:
        people[one["owner"]].delete(f"users/{one['owner']}/servers/{one['name']}", json={"remove": True})
    owner.delete(f"users/{first['owner']}/servers/more", json={"remove": True})
