"""Workspaces that grow: their sizes are shown, warned of, and in the end refuse launches; nothing is ever stopped."""

import json

import pytest

from harness.berth import Berth
from harness.waiting import until

MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def dock():
    berth = Berth(disk_warn="40M", disk_refuse="80M")
    try:
        yield berth.start()
    finally:
        berth.close()


def grow(berth, name, size):
    """Writes to a workspace, and has all of them measured at once: as they are when serve starts."""
    with (berth.workspace(name) / "notebooks" / "large").open("ab") as file:
        file.write(b"x" * size)
    berth.stop_serve()
    berth.start()


def workspace(berth, hub):
    server, = hub.get("servers").json()
    return server["workspace"]


def level(berth, hub, wanted):
    until(lambda: (workspace(berth, hub) or {}).get("level") == wanted, 20, what=f"the workspace's level is {wanted}")
    return workspace(berth, hub)["size"]


def test_the_size_of_a_workspace_is_shown_warned_of_and_refuses_the_next_launch(dock):
    ada = dock.running("ada")
    grow(dock, "ada", 50 * MEGABYTE)
    assert 50 * MEGABYTE <= level(dock, ada, "warn") < 80 * MEGABYTE
    assert "5" in dock.run("ls", hub=ada).stdout and "(warn)" in dock.run("ls", hub=ada).stdout
    status = dock.run("status", hub=ada).stdout
    assert "workspace" in status and "launches are refused from" not in status
    grow(dock, "ada", 50 * MEGABYTE)
    level(dock, ada, "refuse")
    assert ada.server("ada")["ready"], "nothing is stopped"
    ada.stop("ada")
    answer = ada.post("users/ada/server")
    assert answer.status_code == 429 and answer.json()["code"] == "workspace_too_large", answer.text
    told = dock.run("launch", hub=ada)
    assert told.returncode == 1 and "80 MiB" in told.stderr and "Stop something" not in told.stderr
    dock.running("bob")


def test_nothing_is_launched_while_the_hosts_disk_is_nearly_full():
    berth = Berth(disk_free_warn="99", disk_free_refuse="99")
    try:
        berth.start()
        eve = berth.person("eve")
        until(lambda: berth.admin.get("health").json()["disk"] == "refuse", 20, what="the disk is low")
        answer = eve.post("users/eve/server")
        assert answer.status_code == 503 and answer.json()["code"] == "disk_low", answer.text
        checks = json.loads(berth.run("doctor", "--client", "--output", "json").stdout)
        assert [check["verdict"] for check in checks if check["name"] == "disk"] == ["fail"]
    finally:
        berth.close()
