"""An image that follows jupyter/docker-stacks' conventions and knows nothing of Berth."""

import pathlib
import subprocess

import pytest

from harness import engine
from harness.waiting import until

IMAGE = "berth-e2e/stacks:1"
LOOK = """
import os, pathlib
pathlib.Path("made here.txt").write_text("x")
print(os.getcwd(), os.environ["NB_USER"], os.environ["FROM_HOOK"], os.path.exists("/usr/local/bin/berth-kernel"))
"""


@pytest.fixture(scope="module")
def person(berth):
    folder = pathlib.Path(__file__).parent / "stacks"
    built = subprocess.run(["docker", "build", "-t", IMAGE, str(folder)], capture_output=True, text=True)
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    hub = berth.person("stacy")
    hub.launch("stacy", profile="stacks")
    return hub


def test_it_launches_and_a_cell_runs_in_the_workspace_whose_files_are_the_users(berth, person):
    with person.kernel("stacy") as kernel:
        assert kernel.run(LOOK) == "/home/jovyan/notebooks stacy before-notebook False\n"
    made = berth.workspace("stacy") / "notebooks" / "made here.txt"
    assert made.stat().st_uid == berth.workspace("stacy").stat().st_uid > 0


def test_its_health_check_is_off_and_its_tini_is_no_trouble(berth, person):
    container, = berth.containers("stacy")
    found = engine.inspect(container["Id"])
    assert found["Config"]["Healthcheck"]["Test"] == ["NONE"]
    assert "Health" not in found["State"]
    log = berth.run("logs", hub=person).stdout
    assert "Executing the command: start-notebook.py" in log and "singleuser" not in log


def test_it_stops_in_good_order_and_starts_again(berth, person):
    person.stop("stacy")
    person.launch("stacy")
    assert (berth.workspace("stacy") / "notebooks" / "made here.txt").exists()


def test_what_runs_out_of_memory_there_is_a_process_that_is_not_known(berth, person):
    assert berth.run("resize", "--memory", "512M", hub=person).returncode == 0
    with person.kernel("stacy") as kernel:
        kernel.send("x = b'x' * (700 << 20)")
        found = until(lambda: person.get("servers").json()[0]["out_of_memory"], 30, what="it is told")
    assert (found["kernels"], found["others"], found["limit"]) == ([], 1, 512 << 20)
    assert berth.run("resize", "--memory", "1G", hub=person).returncode == 0
