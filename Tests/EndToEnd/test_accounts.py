"""Users who are disabled, removed and made again, and groups; and what closes within 5 seconds, also when serve was away."""

import os
import sqlite3

import pytest

from harness import engine
from harness.berth import Berth
from harness.hub import Hub
from harness.kernel import closes, open_websocket
from harness.waiting import until


@pytest.fixture(scope="module")
def berth():
    """One of our own, because `serve` is killed here."""
    berth = Berth(admin_access="true")
    try:
        yield berth.start()
    finally:
        berth.close()


def add_again(berth, name):
    """The client of a user who was removed before."""
    berth.hubs.pop(name, None)
    return berth.person(name)


def patch(berth, name, body):
    answer = berth.admin.call("PATCH", f"users/{name}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def opened(hub, name):
    """A kernel's path, and a WebSocket to it."""
    kernel = hub.kernel(name)
    return f"{kernel.path}/channels", kernel.socket


def test_a_disabled_user_is_shut_out_within_5_s_and_nothing_is_lost(berth):
    hub = berth.running("dora")
    (berth.workspace("dora") / "kept").write_text("yes")
    _, socket = opened(hub, "dora")
    assert berth.run("user", "disable", "dora").returncode == 0
    assert closes(socket)
    assert hub.get("user").status_code == 403
    assert hub.get("/user/dora/api/status").status_code == 403
    until(lambda: berth.containers("dora") == [], 60, what="her container is gone")
    assert "disabled" in berth.run("user", "ls").stdout
    assert berth.run("user", "enable", "dora").returncode == 0
    hub.launch("dora")
    assert hub.get("/user/dora/api/status").status_code == 200
    assert (berth.workspace("dora") / "kept").read_text() == "yes"


def test_a_removed_user_made_again_is_somebody_else_and_works_at_once(berth):
    hub = berth.running("rosa")
    uid = berth.workspace("rosa").stat().st_uid
    (berth.workspace("rosa") / "secret").write_text("of the first rosa")
    _, socket = opened(hub, "rosa")
    done = berth.run("user", "rm", "rosa")
    assert done.returncode == 0, done.stderr
    assert closes(socket)
    assert berth.containers("rosa") == []
    assert hub.get("user").status_code == 403
    again = add_again(berth, "rosa")
    again.launch("rosa")
    with again.kernel("rosa") as kernel:
        assert kernel.run("import os; print(os.path.exists(os.path.expanduser('~/secret')), os.getuid())").split()[0] == "False"
    if os.geteuid() == 0:
        assert berth.workspace("rosa").stat().st_uid != uid
    aside = list((berth.state / "workspaces" / ".removed").glob(f"rosa-{uid}-*"))
    assert [(folder / "secret").read_text() for folder in aside] == ["of the first rosa"]


def test_a_purge_leaves_nothing_and_survives_a_kill_of_serve(berth):
    hub = berth.running("uwe")
    folder = berth.workspace("uwe") / "deep"
    folder.mkdir()
    (folder / "link").symlink_to(berth.folder / "profiles")
    for number in range(2000):
        (folder / f"file {number}").touch()
    hub.get("users/uwe")
    assert berth.admin.delete("users/uwe", params={"purge": "1"}, timeout=60).status_code in (202, 204)
    berth.kill_serve()
    berth.start()
    until(lambda: berth.admin.get("users/uwe").status_code == 404, 90, what="the account is gone")
    assert not berth.workspace("uwe").exists()
    assert list((berth.state / "workspaces" / ".removed").glob("uwe-*")) == []
    assert (berth.folder / "profiles").is_dir()
    assert berth.containers("uwe") == []


def test_oneself_and_the_last_admin_are_not_removed_by_mistake(berth):
    assert "yourself" in berth.run("user", "rm", "admin").stderr
    done = berth.run("user", "rm", "admin", "--myself")
    assert done.returncode == 1
    assert "last admin" in done.stderr
    assert berth.admin.get("user").status_code == 200


def test_an_admin_in_anothers_server_is_seen_by_its_owner_and_out_when_no_admin_any_more(berth):
    hub = berth.running("olga")
    deputy = berth.person("deputy")
    assert deputy.get("/user/olga/api/status").status_code == 403
    assert berth.run("user", "admin", "deputy").returncode == 0
    path, _ = opened(hub, "olga")
    assert deputy.get("/user/olga/api/status").status_code == 200
    socket = open_websocket(deputy, path)
    events = until(
        lambda: [one for one in hub.get("users/olga/server/events").json() if one["kind"] == "opened"], 45,
        what="the visit is in the history")
    assert "deputy" in events[0]["message"]
    assert berth.run("user", "admin", "deputy", "--revoke").returncode == 0
    assert closes(socket)
    assert deputy.get("/user/olga/api/status").status_code == 403
    assert deputy.get("user").status_code == 200


def test_what_is_revoked_while_the_gateway_cannot_hear_closes_when_serve_is_back(berth):
    """The token is revoked in the store alone, as by a `serve` that died before it could tell the gateway."""
    hub = berth.running("rita")
    made = hub.post("users/rita/tokens", {"note": "short-lived"}).json()
    path, kept = opened(hub, "rita")
    socket = open_websocket(Hub(berth.url, made["token"]), path)
    berth.kill_serve()
    with sqlite3.connect(berth.state / "berth.db") as store:
        number = int(made["id"][1:])
        store.execute("UPDATE tokens SET revoked_at = strftime('%s') * 1000000 WHERE number = ?", [number])
    assert not closes(socket, within=1)
    berth.start()
    assert closes(socket)
    kept.settimeout(1)
    assert kept.connected and hub.get("/user/rita/api/status").status_code == 200


def test_a_groups_policy_limits_the_next_launch_and_the_container_is_told_the_groups(berth):
    hub = berth.person("gwen")
    for command in (["add", "physics"], ["join", "physics", "gwen"], ["policy", "physics", "--memory", "600M"]):
        done = berth.run("group", *command)
        assert done.returncode == 0, done.stderr
    refused = hub.post("users/gwen/server", {"memory": "1G"})
    assert refused.status_code == 400
    assert "600 MiB" in refused.json()["message"]
    hub.launch("gwen")
    assert hub.user("gwen")["groups"] == ["physics"]
    assert engine.inspect(berth.containers("gwen")[0]["Id"])["HostConfig"]["Memory"] == 600 << 20
    with hub.kernel("gwen") as kernel:
        assert kernel.run("import os; print(os.environ['BERTH_GROUPS'])").strip() == "physics"
    assert "gwen" in berth.run("group", "ls").stdout
    assert berth.run("group", "leave", "physics", "gwen").returncode == 0
    assert berth.run("group", "rm", "physics").returncode == 0
    assert hub.user("gwen")["groups"] == []
    assert berth.run("group", "ls", hub=hub).returncode == 3
