"""Other cores and memory for a server that runs: its kernel goes on, and the kernel's own files say what the API says."""

import json
import os
import random
import re
import subprocess

import pytest

from harness import engine, notes
from harness.berth import Berth
from harness.waiting import until

SEED = int(os.environ.get("BERTH_SEED") or random.randrange(1_000_000))
STEPS = 50
MEBIBYTE = 1 << 20

# What the container's own control group says, by either version's names, and what new kernels are told.
READ = r"""
import json, os
def read(*names):
    for name in names:
        if os.path.exists("/sys/fs/cgroup/" + name):
            return open("/sys/fs/cgroup/" + name).read().strip()
print(json.dumps({
    "version": 2 if os.path.exists("/sys/fs/cgroup/cgroup.controllers") else 1,
    "memory": read("memory/memory.limit_in_bytes", "memory.max"),
    "swap": read("memory/memory.memsw.limit_in_bytes", "memory.swap.max"),
    "quota": read("cpu/cpu.cfs_quota_us", "cpu.max"),
    "period": read("cpu/cpu.cfs_period_us"),
    "weight": read("cpu/cpu.shares", "cpu.weight"),
    "told": dict(line.strip().split("=") for line in open("/run/berth/limits.env")),
    "server": json.load(open("/run/berth/server.json"))["resources"],
}))
"""


@pytest.fixture(scope="module")
def dock():
    berth = Berth()
    try:
        yield berth.start()
    finally:
        berth.close()


def resize(hub, name, **wanted):
    return hub.call("PATCH", f"users/{name}/server/resources", json=wanted)


def resized(hub, name, **wanted):
    answer = resize(hub, name, **wanted)
    assert answer.status_code == 200 and answer.json()["state"] == "applied", f"{answer.status_code} {answer.text}"
    return answer.json()["resources"]


def fleet(hub):
    server, = hub.get("servers").json()
    return server


def events(hub, name, kind):
    return [one["message"] for one in hub.get(f"users/{name}/server/events").json() if one["kind"] == kind]


def require_limits(kernel, resources):
    """The control group and the files in `/run/berth` say what `resources` of the API do."""
    seen = json.loads(kernel.run(READ))
    cores, reserve, memory = resources["cpu"], resources["cpu_reserve"], resources["memory"]
    shares = max(2, int(round(reserve * 1000) * 1024 // 1000))
    if seen["version"] == 1:
        assert int(seen["quota"]) / int(seen["period"]) == pytest.approx(cores, abs=0.001)
        assert int(seen["weight"]) == shares
        # A host that does not account for swap has no such file.
        assert seen["swap"] is None or int(seen["swap"]) == memory // 4096 * 4096
    else:
        quota, period = seen["quota"].split()
        assert int(quota) / int(period) == pytest.approx(cores, abs=0.001)
        assert int(seen["weight"]) == 1 + (shares - 2) * 9999 // 262142
        assert seen["swap"] == "0"
    # The kernel counts in pages.
    assert int(seen["memory"]) == memory // 4096 * 4096
    assert {key: float(value) for key, value in seen["told"].items()} == {
        "MEM_LIMIT": memory, "CPU_LIMIT": cores, "CPU_GUARANTEE": reserve}
    assert seen["server"]["memory"] == memory
    return seen["version"]


def test_fifty_steps_up_and_down_leave_the_kernel_as_it_was(dock):
    print(f"BERTH_SEED={SEED}")
    dice = random.Random(SEED)
    ada = dock.running("ada")
    container, = dock.containers("ada")
    with ada.kernel("ada") as kernel:
        kernel.run("import os; value = list(range(1000)); first = id(value)")
        pid = kernel.run("print(os.getpid())")
        changes = 0
        for step in range(STEPS):
            cpu = dice.randint(25, 200) / 100
            wanted = {"cpu": cpu, "memory": dice.randint(400, 4096) * MEBIBYTE + dice.randint(0, 4095)}
            if dice.random() < 0.7:
                wanted["cpu_reserve"] = dice.randint(10, int(cpu * 100)) / 100
            if dice.random() < 0.3:
                del wanted[dice.choice(sorted(wanted.keys() - {"cpu_reserve"}))]
                wanted.pop("cpu_reserve", None)
            before = fleet(ada)["resources"]
            given = resized(ada, "ada", **wanted)
            assert given == {**before, **wanted, "cpu_reserve": given["cpu_reserve"]}, f"step {step}: {wanted}"
            assert given["cpu_reserve"] == wanted.get("cpu_reserve", given["cpu_reserve"]) <= given["cpu"]
            assert fleet(ada)["resources"] == given
            # What it has already is no resize.
            changes += given != before
            version = require_limits(kernel, given)
            assert kernel.run("print(os.getpid(), id(value) == first, sum(value))") == f"{pid.strip()} True 499500\n"
    assert [one["Id"] for one in dock.containers("ada")] == [container["Id"]]
    assert len(events(ada, "ada", "resized")) == changes > STEPS * 0.8
    assert events(ada, "ada", "limitsRestored") == []
    notes.add("live resize:", [f"{STEPS} steps on version {version} of the control groups, BERTH_SEED={SEED}"])


def test_an_allocation_that_died_succeeds_after_the_resize_and_the_next_launch_keeps_the_size(dock):
    bob = dock.running("bob")
    resized(bob, "bob", memory="512M")
    hungry = "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'x = b\"x\" * (800 << 20)']).returncode)"
    with bob.kernel("bob") as kernel:
        kernel.run("value = 41")
        assert kernel.run(hungry) == "-9\n"
        done = dock.run("resize", "--memory", "2G", hub=bob)
        assert done.returncode == 0, done.stderr
        assert "2 GiB now; it had" in done.stderr and "512 MiB" in done.stderr
        assert kernel.run(hungry) == "0\n"
        assert kernel.run("print(value + 1)") == "42\n"
    assert bob.post("users/bob/server/restart").status_code in (201, 202)
    bob.ready("bob")
    with bob.kernel("bob") as kernel:
        require_limits(kernel, fleet(bob)["resources"])
        assert fleet(bob)["resources"]["memory"] == 2 << 30
        assert kernel.run("import os; print(os.environ['MEM_LIMIT'])") == f"{2 << 30}\n"


def test_less_memory_than_is_in_use_is_refused_with_the_figures_and_nothing_changes(dock):
    cleo = dock.running("cleo")
    resized(cleo, "cleo", memory="2G")
    with cleo.kernel("cleo") as kernel:
        kernel.run("block = b'x' * (700 << 20)")
        before = fleet(cleo)["resources"]
        answer = resize(cleo, "cleo", memory="512M")
        assert answer.status_code == 409 and answer.json()["code"] == "below_use", answer.text
        figure = re.search(r"using ([0-9.]+) MiB, more than 512 MiB", answer.json()["message"])
        assert figure and 700 < float(figure.group(1)) < 1100, answer.text
        assert fleet(cleo)["resources"] == before
        assert fleet(cleo)["resize"]["state"] == "refused"
        require_limits(kernel, before)
        told = dock.run("resize", "--memory", "512M", hub=cleo)
        assert told.returncode == 1 and "MiB, more than 512 MiB" in told.stderr
        assert "refused" in dock.run("status", hub=cleo).stdout
        assert kernel.run("print(len(block) >> 20)") == "700\n"
        kernel.run("del block")
        assert resized(cleo, "cleo", memory="512M")["memory"] == 512 << 20
        assert fleet(cleo)["resize"] is None


def test_limits_changed_by_hand_are_shown_and_put_back(dock):
    dora = dock.running("dora")
    wanted = resized(dora, "dora", memory="1536M", cpu=1.5, cpu_reserve=1)
    container, = dock.containers("dora")
    with dora.kernel("dora") as kernel:
        subprocess.run(
            ["docker", "update", "--memory", "3g", "--memory-swap", "4g", "--cpus", "0.5", "--cpu-shares", "100",
             container["Id"]], check=True, capture_output=True)
        told = until(lambda: events(dora, "dora", "limitsRestored"), 20, what="the limits are put back")
        assert len(told) == 1 and "0.5 cores (weight 100), 3 GiB and 1 GiB of swap" in told[0], told
        require_limits(kernel, wanted)
    assert fleet(dora)["resources"] == wanted


def test_the_size_is_kept_when_berth_and_the_container_start_again(dock):
    eric = dock.running("eric")
    wanted = resized(eric, "eric", memory="768M", cpu=0.75)
    container, = dock.containers("eric")
    dock.kill_serve()
    engine.call("POST", f"/containers/{container['Id']}/restart", t="1")
    dock.start()
    until(lambda: eric.get("/user/eric/api/status").status_code == 200, 60, what="the server answers")
    assert [one["Id"] for one in dock.containers("eric")] == [container["Id"]]
    assert fleet(eric)["resources"] == wanted
    with eric.kernel("eric") as kernel:
        require_limits(kernel, wanted)
        assert events(eric, "eric", "limitsRestored") == []


def test_what_only_a_start_can_change_waits_for_it(dock):
    fred = dock.running("fred")
    answer = resize(fred, "fred", shared_memory="256M", memory="1500M")
    assert answer.status_code == 200 and answer.json()["on_next_start"] == ["shared_memory"], answer.text
    assert answer.json()["next"]["shared_memory"] == 256 << 20
    assert "256 MiB shared memory" in dock.run("status", hub=fred).stdout
    answer = resize(fred, "fred", gpus=1)
    assert answer.status_code == 400 and answer.json()["code"] == "gpus_by_profile"
    fred.stop("fred")
    fred.launch("fred")
    container, = dock.containers("fred")
    host = engine.inspect(container["Id"])["HostConfig"]
    assert (host["ShmSize"], host["Memory"]) == (256 << 20, 1500 << 20)
