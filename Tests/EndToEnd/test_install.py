"""scripts/install on a machine of its own: the services, what a reboot and its like do, an upgrade, the removal."""

import re
import time

import pytest

from harness import notes
from harness.counter import Counter
from harness.machine import Machine
from harness.waiting import until

# A restart of serve is to be invisible: what a cell on a busy machine pauses by itself.
LONGEST_PAUSE = 5.0
KEPT = "/etc/berth/berth.yaml"


@pytest.fixture(scope="module")
def machine():
    machine = Machine()
    try:
        machine.run(f"mkdir -p /etc/berth && sed s/8000/{machine.port}/ /berth/src/scripts/install.d/berth.yaml >{KEPT}")
        machine.before = machine.run(f"cat {KEPT}")
        machine.dry_run = machine.install("--dry-run")
        machine.nothing_yet = machine.try_run("test -e /usr/local/bin/berth").returncode != 0
        machine.installed = machine.install()
        yield machine
    finally:
        print(machine.log())
        machine.close()


def running_containers(machine):
    return machine.run("docker ps --filter label=berth.instance --format '{{.Label \"berth.owner\"}}'").split()


def events(machine, name):
    answer = machine.admin.get(f"users/{name}/server/events")
    assert answer.status_code == 200, answer.text
    return [event["kind"] for event in answer.json()]


def test_a_dry_run_only_says_what_would_be_done(machine):
    assert "would: write /usr/local/bin/berth" in machine.dry_run
    assert machine.nothing_yet


def test_both_services_run_and_are_there_at_the_next_boot(machine):
    assert machine.run("systemctl is-active berth berth-gateway").split() == ["active"] * 2
    assert machine.run("systemctl is-enabled berth berth-gateway").split() == ["enabled"] * 2
    assert machine.admin.get("user").json()["name"] == "admin"
    assert "admin" in machine.run("berth ls --all 2>&1; berth user ls")
    assert machine.run(f"cat {KEPT}") == machine.before
    assert machine.run("cd /etc/berth/profiles && ls *.yaml") == machine.run("cd /berth/src/profiles && ls *.yaml")
    assert "berth" in machine.run("bash -c 'source /usr/local/share/bash-completion/completions/berth; complete -p berth'")


def test_the_gateway_is_its_own_user_without_capabilities(machine):
    status = machine.run(f"cat /proc/{machine.service_pid('berth-gateway')}/status")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["Uid"].split() == [machine.run("id -u berth").strip()] * 4
    assert int(fields["CapEff"], 16) == 0
    assert fields["NoNewPrivs"] == "1"
    assert machine.run("pgrep --count --full 'berth gateway$'").strip() == "1"


def test_a_second_run_changes_nothing(machine):
    before = [machine.service_pid(service) for service in ("berth", "berth-gateway")]
    said = machine.install()
    assert "berth runs already" in said
    assert " write " not in said and " replace " not in said
    assert [machine.service_pid(service) for service in ("berth", "berth-gateway")] == before


RESTARTS = {
    "reboot": Machine.reboot,
    "power cut": Machine.cut_power,
    "restart of the engine": lambda machine: machine.run("systemctl restart docker"),
    "crash of the engine": lambda machine: machine.run("systemctl kill --signal KILL docker containerd"),
    "engine that comes after serve": lambda machine: machine.run(
        "systemctl stop docker.socket docker && systemctl restart --job-mode ignore-dependencies berth "
        "&& systemctl start docker"),
    "restart of everything, gateway last": lambda machine: machine.run(
        "systemctl stop berth berth-gateway docker.socket docker && systemctl start docker "
        "&& systemctl start --job-mode ignore-dependencies berth && systemctl start berth-gateway"),
}


@pytest.mark.parametrize("what", RESTARTS)
def test_what_ran_runs_again_and_its_history_says_why(machine, what):
    ada, bob = machine.running("ada"), machine.person("bob")
    machine.running("bob")
    bob.stop("bob")
    with ada.kernel("ada") as kernel:
        assert kernel.run("print(6 * 7)").strip() == "42"
    # A size that is not its launch's: it is kept, too.
    size = ada.call("PATCH", "users/ada/server/resources", json={"memory": "1280M", "cpu": 1.5})
    assert size.status_code == 200, size.text
    restarts = events(machine, "ada").count("hostRestarted")
    began = time.monotonic()
    RESTARTS[what](machine)
    until(lambda: came_back(machine, "ada", restarts), 60, every=0.3, what="ada's server runs again")
    notes.add("install:", [f"{what}: back after {time.monotonic() - began:.1f} s"])
    with ada.kernel("ada") as kernel:
        assert kernel.run("print(6 * 7)").strip() == "42"
    limits = ada.get("/user/ada/api/metrics/v1").json()["limits"]
    assert (limits["memory"]["rss"], limits["cpu"]["cpu"]) == (1280 << 20, 1.5)
    assert running_containers(machine) == ["ada"]
    assert bob.is_stopped("bob")
    assert "finished" not in events(machine, "ada")
    assert "hostRestarted" in machine.run("berth status ada/")
    assert machine.run("pgrep --count --full 'berth gateway$'").strip() == "1"


def came_back(machine, name, restarts):
    try:
        return (events(machine, name).count("hostRestarted") > restarts and machine.admin.server(name).get("ready")
                and machine.person(name).get(f"/user/{name}/api/status", timeout=5).status_code == 200)
    except (OSError, AssertionError):
        return False


def test_an_upgrade_is_not_noticed_by_a_cell_a_websocket_or_a_logged_in_browser(machine, new_browser):
    ada = machine.running("ada")
    page = new_browser().new_page()
    page.goto(re.search(r"http\S+", machine.run(f"BERTH_URL={machine.url} BERTH_TOKEN={ada.token} berth open --print")).group())
    counter = Counter(machine, "ada")
    counter.wait_for_tick()
    pids = {service: machine.service_pid(service) for service in ("berth", "berth-gateway")}
    machine.run("cp /berth/bin/berth /root/newer && echo newer >>/root/newer")

    said = machine.install(binary="/root/newer")

    assert "restart berth;" in said and "berth-gateway goes on as it was" in said
    assert machine.service_pid("berth") != pids["berth"]
    assert machine.service_pid("berth-gateway") == pids["berth-gateway"]
    assert machine.run("cmp /root/newer /proc/$(systemctl show -P MainPID berth)/exe") == ""
    counter.wait_for_tick()
    assert page.evaluate("fetch('/user/ada/api/status').then(answer => answer.status)") == 200
    assert ada.get("user").status_code == 200
    seconds, pause = counter.finish()
    assert pause < LONGEST_PAUSE
    notes.add("install:", [f"upgrade: a cell ran {seconds:.1f} s through it; its longest pause was {pause:.2f} s"])


def test_what_does_not_start_is_said_and_a_run_with_it_put_right_heals(machine):
    machine.run(f"echo 'listen_to: me' >>{KEPT}")
    said = machine.try_run("/berth/src/scripts/install --binary /berth/bin/berth")
    assert said.returncode != 0
    assert "listen_to" in said.stderr
    machine.run(f"sed -i /listen_to/d {KEPT}")
    machine.install()
    assert machine.admin.get("user").status_code == 200


def test_an_uninstall_leaves_what_is_peoples_and_the_servers(machine):
    machine.running("ada")
    machine.run("/berth/src/scripts/install --uninstall")
    assert machine.try_run("command -v berth; systemctl is-active berth berth-gateway").stdout.split() == ["inactive"] * 2
    assert machine.run("ls /etc/berth/berth.yaml /var/lib/berth/berth.db /var/lib/berth/workspaces")
    assert running_containers(machine) == ["ada"]


def test_an_install_takes_over_from_a_berth_that_was_started_by_hand(machine):
    machine.run("install -D /berth/bin/berth /opt/berth && setsid /opt/berth serve >/root/by-hand.log 2>&1 </dev/null &")
    until(lambda: machine.try_run("pgrep --count --full '^/opt/berth (serve|gateway)'").stdout.strip() == "2", 30,
          what="serve and its gateway run by hand")
    said = machine.install()
    assert "stop berth serve" in said and "stop berth gateway" in said
    assert machine.try_run("pgrep --full ^/opt/berth").stdout == ""
    assert machine.admin.server("ada")["ready"] is True
    assert machine.person("ada").get("/user/ada/api/status").status_code == 200
