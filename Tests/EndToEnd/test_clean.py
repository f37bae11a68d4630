"""A person whose own configuration keeps Jupyter or its kernels from starting, and the clean start that gets them out."""

import os

import pytest

from harness.waiting import until

SERVER = ".jupyter/jupyter_server_config.py"
STARTUP = ".ipython/profile_default/startup/00-mine.py"


@pytest.fixture
def person(berth):
    hub = berth.running("cleo")
    yield hub
    for path in (SERVER, STARTUP):
        (berth.workspace("cleo") / path).unlink(missing_ok=True)


def write(berth, path, text):
    home = berth.workspace("cleo")
    file = home / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    for made in (file, *file.relative_to(home).parents):
        os.chown(home / made, home.stat().st_uid, home.stat().st_gid)


def test_a_configuration_that_breaks_jupyter_fails_with_its_reason_and_a_clean_start_runs(berth, person):
    person.stop("cleo")
    write(berth, SERVER, "import sys\nsys.exit('my own mistake in line 2')\n")
    failed = berth.run("launch", hub=person)
    assert failed.returncode == 1
    assert "my own mistake in line 2" in failed.stderr, failed.stderr
    done = berth.run("launch", "--clean", hub=person)
    assert done.returncode == 0, done.stderr
    with person.kernel("cleo") as kernel:
        assert kernel.run("print(6 * 7)") == "42\n"
    assert (berth.workspace("cleo") / SERVER).exists()
    assert "a clean start" in berth.run("logs", hub=person).stdout
    person.stop("cleo")
    assert berth.run("launch", hub=person).returncode == 1, "the next launch is an ordinary one"
    until(lambda: person.is_stopped("cleo"), what="the failed launch is over")
    (berth.workspace("cleo") / SERVER).unlink()
    person.launch("cleo")


def test_a_clean_start_leaves_the_configuration_of_ipython_out(berth, person):
    write(berth, STARTUP, "mine = 'loaded'\n")
    mine = "print(globals().get('mine'))"
    with person.kernel("cleo") as kernel:
        assert kernel.run(mine) == "loaded\n"
    person.stop("cleo")
    person.launch("cleo", clean=True)
    with person.kernel("cleo") as kernel:
        assert kernel.run(mine) == "None\n"
    person.stop("cleo")
    person.launch("cleo")
