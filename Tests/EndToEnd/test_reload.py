"""Profiles that change while Berth runs: taken over at a SIGHUP as a whole, or not at all."""

import signal

import pytest

from harness.berth import Berth
from harness.waiting import until

EXTRA = """\
title: Extra
image: berth/notebook:minimal
cpu: {reserve: 0.25, burst: 1}
memory: 512M
ceiling: {cpu: 1, memory: 512M}
"""


@pytest.fixture(scope="module")
def own():
    berth = Berth()
    try:
        yield berth.start()
    finally:
        berth.close()


def ids(hub):
    return {profile["id"] for profile in hub.get("profiles").json()}


def test_profiles_on_disk_are_taken_over_together_or_not_at_all(own):
    folder = own.folder / "profiles"
    before = ids(own.admin)
    (folder / "extra.yaml").write_text(EXTRA)
    assert ids(own.admin) == before
    own.serve_process.send_signal(signal.SIGHUP)
    until(lambda: "extra" in ids(own.admin), what="the new profile is in force")

    (folder / "extra.yaml").write_text(EXTRA.replace("512M", "lots"))
    (folder / "more.yaml").write_text("title: More")
    own.serve_process.send_signal(signal.SIGHUP)
    problems = until(lambda: own.admin.get("profiles/problems").json()["problems"], what="the problems are told")
    assert any("extra.yaml:4: memory" in problem for problem in problems)
    assert any("more.yaml:1: image" in problem for problem in problems)
    assert "extra" in ids(own.admin) and "more" not in ids(own.admin)
    assert "extra.yaml:4: memory" in own.log.read_text()
    listed = own.run("profiles")
    assert listed.returncode == 0 and "extra.yaml:4: memory" in listed.stderr
    checked = own.run("profiles", "check", str(folder))
    assert checked.returncode == 1 and "more.yaml:1: image" in checked.stderr and checked.stdout == ""

    hub = own.person("reader")
    assert hub.get("profiles/problems").status_code == 403
    assert own.run("profiles", hub=hub).stderr == ""

    (folder / "extra.yaml").unlink()
    (folder / "more.yaml").unlink()
    assert own.run("profiles", "check", str(folder)).returncode == 0
    own.serve_process.send_signal(signal.SIGHUP)
    until(lambda: own.admin.get("profiles/problems").json()["problems"] == [], what="all is well again")
    assert ids(own.admin) == before
