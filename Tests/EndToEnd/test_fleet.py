"""The fleet as an admin sees it: two hundred pretended servers and ten real ones in one Berth, listed, filtered, sorted,
paged, looked into, stopped and reaped by a filter."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness import engine
from harness.berth import Berth
from harness.stub_servers import StubServers
from harness.waiting import until

STUB = """
title: Stub
image: berth/notebook:minimal
cpu: {reserve: 0.01, burst: 0.5}
memory: 256M
ceiling: {cpu: 1, memory: 1G}
environment: {STUB_SERVER: "1"}
"""
TINY = """
title: Tiny
image: berth/notebook:minimal
cpu: {reserve: 0.05, burst: 1}
memory: 256M
ceiling: {cpu: 1, memory: 1G}
"""
OWNERS = [f"stub{number:02}" for number in range(20)]
REAL = [f"real{number}" for number in range(10)]
PAGES = "application/jupyterhub-pagination+json"


@pytest.fixture(scope="module")
def fleet(tmp_path_factory):
    """A Berth in which all of them run: each stub owner has ten servers, the first five called a0 to a4."""
    stubs = StubServers(tmp_path_factory.mktemp("engine") / "engine.sock").up()
    berth = Berth(profiles={"stub": STUB, "tiny": TINY}, launch_wait="100ms", stop_grace="2s", overcommit_memory="4",
                  activity_interval="2s",                  docker_socket=stubs.path)
    try:
        berth.start()
        assert berth.admin.post("users", {"usernames": OWNERS + REAL}).status_code == 201
        real = [f"users/{owner}/server" for owner in REAL]
        stub = [f"users/{owner}/servers/{kind}{number}" for owner in OWNERS for kind in "ab" for number in range(5)]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda path: berth.admin.post(path, {"profile": "tiny"}), real))
            answers += list(pool.map(lambda path: berth.admin.post(path, {"profile": "stub"}), stub))
        assert {answer.status_code for answer in answers} <= {201, 202}, [a.text for a in answers if a.status_code > 202]
        until(lambda: count(berth, "phase:started") == 210, 60, every=0.5, what="all of them run")
        yield berth
    finally:
        berth.close()
        stubs.down()


def listed(berth, filter="", **query):
    answer = berth.admin.get("servers", params={"filter": filter, **query})
    assert answer.status_code == 200, answer.text
    return answer


def count(berth, filter):
    return int(listed(berth, filter, limit=1).headers["X-Total-Count"])


def names(answer):
    return [f"{server['owner']}/{server['name']}" for server in answer.json()]


def succeeded(done):
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_are_listed_filtered_sorted_and_paged(fleet):
    assert count(fleet, "") == 210
    assert count(fleet, "profile:tiny") == count(fleet, "owner:real*") == 10
    assert count(fleet, "profile:stub name:a*") == 100
    assert count(fleet, "owner:stub03,stub04 -name:b0") == 18
    assert count(fleet, "phase:started age:>1d") == 0
    assert names(listed(fleet, "profile:tiny", sort="-owner", limit=3)) == ["real9/", "real8/", "real7/"]

    seen, url = [], "servers?filter=profile:stub&limit=60"
    while url:
        page = fleet.admin.get(url, headers={"Accept": PAGES}).json()
        seen += [f"{server['owner']}/{server['name']}" for server in page["items"]]
        assert page["_pagination"]["total"] == 200
        url = page["_pagination"]["next"] and page["_pagination"]["next"]["url"].split("/hub/api/")[1]
    assert len(seen) == len(set(seen)) == 200 and seen == sorted(seen)


def test_what_they_use_is_filtered_and_sorted_by_as_it_is_read(fleet):
    # A fifth of the stubs use 250 MiB of 256; the real ones some 60 MiB.
    until(lambda: count(fleet, "profile:stub used:>=0%") == count(fleet, "profile:stub"), 60, every=1,
          what="what all use was read")
    assert count(fleet, "profile:stub used:>90%") == 40
    assert count(fleet, "profile:stub used:<=100M") == 80
    most = listed(fleet, "profile:stub", sort="-used", limit=40).json()
    assert {server["usage"]["memory"] for server in most} == {250 << 20}
    real = until(lambda: (found := listed(fleet, "owner:real*").json()) and all(s["usage"] for s in found) and found, 60,
                 every=1, what="the real ones were read")
    assert all(20 << 20 < server["usage"]["memory"] < 256 << 20 for server in real)
    assert all(server["verdict"]["verdict"] == "keep" for server in real)


def test_the_command_line_lists_and_looks_into_others_servers(fleet):
    table = succeeded(fleet.run("ls", "--all", "profile:tiny", "phase:running", "--sort=-owner", "--limit", "4"))
    assert [line.split()[0] for line in table.splitlines()] == ["SERVER", "real9/", "real8/", "real7/", "real6/"]
    assert "VERDICT" in table.splitlines()[0] and "kept: " in table
    found = json.loads(succeeded(fleet.run("ls", "--all", "owner:stub00", "name:b*", "-o", "json")))
    assert [server["name"] for server in found] == ["b0", "b1", "b2", "b3", "b4"]
    wide = succeeded(fleet.run("ls", "--all", "--wide", "server:real0/"))
    assert engine.inspect(json.loads(succeeded(fleet.run("status", "real0/", "-o", "json")))["server"]["container"])[
        "Image"].split(":")[1][:12] in wide
    assert "Jupyter" in succeeded(fleet.run("logs", "real0/"))
    history = json.loads(succeeded(fleet.run("history", "real0/", "-o", "json")))
    assert [event["kind"] for event in history][0] == "requested" and history[-1]["kind"] == "started"
    succeeded(fleet.run("resize", "real0/", "--memory", "300M"))
    assert listed(fleet, "server:real0/").json()[0]["resources"]["memory"] == 300 << 20
    wrong = fleet.run("ls", "--all", "ownr:real0")
    assert wrong.returncode == 1 and "did you mean" in wrong.stderr
    own = fleet.person("real1")
    assert [s["owner"] for s in json.loads(succeeded(fleet.run("ls", "--all", "-o", "json", hub=own)))] == ["real1"]


def test_a_filter_stops_what_it_shows_and_nothing_else(fleet):
    assert fleet.run("stop", "--filter", "name:a*").returncode == 5
    other = fleet.run("stop", "--filter", "name:a*", "--expect", "99")
    assert other.returncode == 1 and "100 servers fit the filter, and 99 were expected" in other.stderr
    assert count(fleet, "phase:started") == 210
    done = fleet.run("stop", "--filter", "name:a*", "--expect", "100")
    assert "100 servers are stopped." in done.stderr, done.stderr
    assert count(fleet, "name:a* phase:stopped reason:stoppedByAdmin") == 100
    assert count(fleet, "phase:started") == 110

    real = [server["container"] for server in listed(fleet, "owner:real*").json()]
    answer = fleet.admin.post("servers/stop", {"filter": "owner:real0,real1", "expected": 2})
    assert [one["result"] for one in answer.json()] == ["stopping", "stopping"]
    until(lambda: count(fleet, "owner:real* phase:stopped") == 2, 30, what="two real ones have stopped")
    left = {container["Id"] for container in engine.containers(fleet.instance)}
    assert left & set(real) == {container for container in real if container in left} and len(left) == 8


def test_a_reap_by_filter_stops_what_is_idle_and_spares_what_computes(fleet):
    asked = ["reap", "--idle", "5s", "--filter", "server:stub00/b*,real9/"]

    def verdicts():
        plan = json.loads(succeeded(fleet.run(*asked, "--dry-run", "-o", "json")))
        return {f"{one['owner']}/{one['name']}": one["verdict"]["verdict"] for one in plan}

    with fleet.person("real9").kernel("real9") as kernel:
        kernel.send("import time; time.sleep(300)")
        expected = {f"stub00/b{number}": "reap" for number in range(5)} | {"real9/": "keep"}
        until(lambda: verdicts() == expected, 90, every=1, what="all that are idle are known to be")
        assert count(fleet, "verdict:reap") == 0, "by their own policies nobody is idle yet"
        succeeded(fleet.run(*asked, "--yes"))
        until(lambda: count(fleet, "reason:reapedIdle") == 5, 30, what="the idle ones are stopped")
        assert count(fleet, "server:stub00/b* phase:started") == 0 and count(fleet, "owner:real9 phase:started") == 1
