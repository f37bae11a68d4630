"""What a person does with servers: several of them, other names, other resources, starting anew."""

import pytest

from harness import engine
from harness.berth import Berth
from harness.waiting import until

GIB = 1 << 30


@pytest.fixture
def nora(berth):
    return berth.person("nora")


def succeeded(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def model(hub, name):
    return hub.get(f"users/nora/servers/{name}").json()


def memory_of(container):
    return engine.call("GET", f"/containers/{container['Id']}/json")["HostConfig"]["Memory"]


def test_a_named_server_is_made_launched_renamed_and_removed(berth, nora):
    succeeded(berth.run("create", "gpu", "--memory", "2G", "--title", "Training", hub=nora))
    assert berth.containers("nora") == [] and model(nora, "gpu")["stopped"]
    url = succeeded(berth.run("launch", "gpu", hub=nora)).strip()
    assert url.endswith("/user/nora/gpu/")
    assert nora.get("/user/nora/gpu/api/status").status_code == 200
    [container] = berth.containers("nora")
    assert memory_of(container) == 2 * GIB
    running = berth.run("rename", "gpu", "new", hub=nora)
    assert running.returncode == 1 and "stopped" in running.stderr
    succeeded(berth.run("stop", "gpu", hub=nora))
    succeeded(berth.run("rename", "gpu", "new", hub=nora))
    assert model(nora, "gpu")["status"] == 404 and model(nora, "new")["display_name"] == "Training"
    succeeded(berth.run("launch", "new", hub=nora))
    assert nora.get("/user/nora/new/api/status").status_code == 200
    [renamed] = berth.containers("nora")
    assert renamed["Labels"]["berth.server"] == container["Labels"]["berth.server"]
    succeeded(berth.run("rm", "new", hub=nora))
    assert berth.containers("nora") == [] and model(nora, "new")["status"] == 404
    succeeded(berth.run("launch", "new", hub=nora))
    [recreated] = berth.containers("nora")
    assert recreated["Labels"]["berth.server"] != renamed["Labels"]["berth.server"], "another server, by its id"
    succeeded(berth.run("rm", "nora/new", hub=nora))


def test_other_resources_come_with_the_next_start_and_a_restart_is_one(berth, nora):
    succeeded(berth.run("launch", hub=nora))
    [first] = berth.containers("nora")
    succeeded(berth.run("change", "--memory", "2G", hub=nora))
    assert memory_of(first) == GIB, "what runs goes on as it is"
    assert "on next start" in succeeded(berth.run("status", hub=nora))
    with nora.kernel("nora") as kernel:
        kernel.run("open('kept.txt', 'w').write('still here')")
    succeeded(berth.run("restart", hub=nora))
    [second] = berth.containers("nora")
    assert second["Id"] != first["Id"] and memory_of(second) == 2 * GIB
    assert "on next start" not in succeeded(berth.run("status", hub=nora))
    with nora.kernel("nora") as kernel:
        assert "still here" in kernel.run("print(open('kept.txt').read())")
    events = nora.get("users/nora/server/events").json()
    assert [event["message"] for event in events if event["kind"] == "finished"] == ["Stopped: to be started anew"]


def test_a_restart_that_cannot_be_launched_stops_nothing(berth, nora):
    if not nora.server("nora").get("ready"):
        nora.launch("nora")
    before = berth.containers("nora")
    done = berth.run("restart", "--profile", "enormous", hub=nora)
    assert done.returncode == 1 and "enormous" in done.stderr
    assert [one["Id"] for one in berth.containers("nora")] == [one["Id"] for one in before]
    nora.stop("nora")


def test_a_restart_goes_on_after_serve_was_killed_in_its_middle():
    berth = Berth(launch_wait="10ms")
    try:
        berth.start()
        hub = berth.running("rita")
        [old] = berth.containers("rita")
        assert hub.post("users/rita/server/restart").status_code == 202
        berth.kill_serve()
        berth.start()
        until(lambda: hub.server("rita").get("ready"), 90, what="the second life is ready")
        until(lambda: [one["Id"] for one in berth.containers("rita")] not in ([], [old["Id"]]), 30)
        [new] = berth.containers("rita")
        assert new["Labels"]["berth.generation"] == "2"
        assert hub.get("/user/rita/api/status").status_code == 200
    finally:
        berth.close()


def test_a_server_that_hangs_stays_running_but_not_answering():
    berth = Berth(health_interval="1s")
    try:
        berth.start()
        hung = berth.running("hung")
        with hung.kernel("hung") as kernel:
            # The kernel's parent is Jupyter: stopped by a signal it takes connections and answers nothing.
            kernel.send("import os, signal, time; os.kill(os.getppid(), signal.SIGSTOP); time.sleep(25); "
                        "os.kill(os.getppid(), signal.SIGCONT)")
            until(lambda: "not answering" in succeeded(berth.run("status", hub=hung)), 24, every=0.5)
            assert hung.server("hung")["ready"], "nothing is given up"
        until(lambda: "not answering" not in succeeded(berth.run("status", hub=hung)), 60, every=0.5)
        assert hung.get("/user/hung/api/status").status_code == 200
    finally:
        berth.close()


def test_use_is_told(berth, nora):
    if not nora.server("nora").get("ready"):
        nora.launch("nora")
    launched = nora.server("nora")["last_activity"]
    with nora.kernel("nora") as kernel:
        kernel.run("1")
        until(lambda: nora.server("nora")["last_activity"] > launched, 60, what="the use is told")


def test_what_is_busy_is_named_before_it_is_lost(berth, nora):
    if not nora.server("nora").get("ready"):
        nora.launch("nora")
    [container] = berth.containers("nora")
    with nora.kernel("nora", notebook="train.ipynb") as kernel:
        kernel.send("import time; time.sleep(600)")
        kernels = lambda: nora.get("users/nora/server/kernels").json()["kernels"]
        until(lambda: [one["path"] for one in kernels() if one["busy"]] == ["train.ipynb"], 30, what="its kernel is busy")
        for command in ("stop", "restart"):
            done = berth.run(command, hub=nora)
            assert done.returncode == 5, done.stderr
            assert "train.ipynb (python3)" in done.stderr and "--force" in done.stderr
        assert [one["Id"] for one in berth.containers("nora")] == [container["Id"]]
        succeeded(berth.run("stop", "--force", hub=nora))
    assert berth.containers("nora") == []
