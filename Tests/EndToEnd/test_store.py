"""The store backed up while it is used, damaged, restored; and what becomes of containers the backup does not know."""

import json
import os
import sqlite3
import stat

import pytest

from harness.berth import Berth
from harness.counter import Counter
from harness.waiting import until


@pytest.fixture(scope="module")
def dock():
    """A Berth that is stopped and started again."""
    berth = Berth(stop_grace="5s")
    try:
        yield berth.start()
    finally:
        berth.close()


def store(berth, *arguments):
    return berth.run("store", *arguments, "--state-dir", str(berth.state))


def test_a_backup_is_made_while_serve_runs_and_passes_the_check(dock, tmp_path):
    file = tmp_path / "backup.db"
    done = store(dock, "backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "instance key" in done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["backup.db"]
    report = json.loads(store(dock, "check", str(file), "--output", "json").stdout)
    assert report["users"] == 1 and report["has_key"] and report["instance"] == dock.instance
    live = json.loads(store(dock, "check", "--output", "json").stdout)
    assert live["instance"] == dock.instance and not live["has_key"]
    again = store(dock, "backup", str(file))
    assert again.returncode == 1 and "--replace" in again.stderr
    assert store(dock, "backup", "--replace", str(file)).returncode == 0


def test_a_restore_is_refused_while_serve_runs_and_what_is_no_backup_is_refused(dock, tmp_path):
    file = tmp_path / "backup.db"
    assert store(dock, "backup", str(file)).returncode == 0
    refused = store(dock, "restore", str(file))
    assert refused.returncode == 1 and "another berth serve" in refused.stderr
    newer = tmp_path / "newer.db"
    newer.write_bytes(file.read_bytes())
    with sqlite3.connect(newer) as database:
        database.execute("INSERT INTO grdb_migrations (identifier) VALUES ('999')")
    database.close()
    check = store(dock, "check", str(newer))
    assert check.returncode == 1 and "newer version of Berth" in check.stderr
    other = tmp_path / "other.db"
    other.write_text("not a database " * 1000)
    assert store(dock, "check", str(other)).returncode == 1


def test_after_a_restore_what_was_launched_since_is_taken_over_and_what_is_unknown_goes(dock, tmp_path):
    file = tmp_path / "backup.db"
    ada = dock.running("ada")
    done = store(dock, "backup", str(file))
    assert done.returncode == 0, done.stderr
    ada.stop("ada")
    ada.launch("ada")
    dock.running("eve")
    counter = Counter(dock, "ada")
    counter.wait_for_tick()
    kept = {container["Id"] for container in dock.containers("ada")}
    dock.stop_serve()
    done = store(dock, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert [name for name in os.listdir(dock.state) if name.startswith("berth.db.before-")]
    dock.start()
    until(lambda: ada.server("ada").get("ready"), 30, what="ada's server is taken over")
    counter.finish()
    assert {container["Id"] for container in dock.containers("ada")} == kept
    assert dock.admin.get("users/eve").status_code == 404
    assert (dock.workspace("eve")).is_dir()
    until(lambda: not dock.containers("eve"), 120, what="the container of a user who is not known is removed")
    counter = Counter(dock, "ada")
    counter.wait_for_tick()
    counter.wait_for_tick()
    counter.finish()
    ada.stop("ada")
    ada.launch("ada")
