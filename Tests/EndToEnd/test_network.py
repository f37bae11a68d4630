"""Where servers may connect to, by their profile's network policy, tried from inside at listeners that the tests make."""

import secrets
import socket
import subprocess
import threading

import pytest

from harness import engine
from harness.berth import Berth
from harness.waiting import until

PROFILE = """
title: {0}
image: berth/notebook:minimal
cpu: {{reserve: 0.25, burst: 2}}
memory: 512M
ceiling: {{cpu: 2, memory: 512M}}
network: {1}
"""
PORT = 8099
# Runs in a kernel; a name that is looked up nowhere fails as fast as one that does not exist.
PROBE = """
import socket
def reaches(host, port):
    try:
        socket.create_connection((host, port), 4).close()
        return True
    except OSError:
        return False
print([reaches(host, port) for host, port in {targets!r}])
"""


class Outside:
    """A network namespace behind this host with a listener on two addresses: the world outside."""

    def __init__(self):
        tag = secrets.token_hex(3)
        third = 1 + secrets.randbelow(250)
        self.name, self.link = f"bt-{tag}", f"bt{tag}"
        self.allowed, self.other = f"198.18.{third}.2", f"198.18.{third}.3"
        self.host = f"198.18.{third}.1"
        self.ip("netns", "add", self.name)
        self.ip("link", "add", self.link, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        self.ip("addr", "add", f"{self.host}/24", "dev", self.link)
        self.ip("link", "set", self.link, "up")
        for address in (self.allowed, self.other):
            self.ip("-n", self.name, "addr", "add", f"{address}/24", "dev", "eth0")
        self.ip("-n", self.name, "link", "set", "eth0", "up")
        self.listener = subprocess.Popen(
            ["ip", "netns", "exec", self.name, "python3", "-m", "http.server", str(PORT), "--bind", "0.0.0.0"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self.answers, what="the listener outside answers")

    def ip(self, *words):
        subprocess.run(["ip", *words], check=True)

    def answers(self):
        try:
            socket.create_connection((self.other, PORT), 2).close()
            return True
        except OSError:
            return False

    def close(self):
        self.listener.kill()
        self.listener.wait()
        self.ip("netns", "del", self.name)


@pytest.fixture(scope="module")
def outside():
    outside = Outside()
    yield outside
    outside.close()


@pytest.fixture(scope="module")
def host_port():
    """A listener on every address of this host."""
    listener = socket.create_server(("0.0.0.0", 0))
    threading.Thread(target=accept, args=(listener,), daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def accept(listener):
    while True:
        try:
            listener.accept()[0].close()
        except OSError:
            return


@pytest.fixture(scope="module")
def own(outside):
    berth = Berth(profiles={
        "open": PROFILE.format("Open", "egress"),
        "closed": PROFILE.format("Closed", "internal"),
        "listed": PROFILE.format("Listed", f"{{allow: [{outside.allowed}]}}"),
    })
    try:
        yield berth.start()
    finally:
        berth.close()


def address(container):
    return next(iter(engine.inspect(container)["NetworkSettings"]["Networks"].values()))["IPAddress"]


def gateway(container):
    name = next(iter(engine.inspect(container)["NetworkSettings"]["Networks"]))
    return engine.call("GET", f"/networks/{name}")["IPAM"]["Config"][0]["Gateway"]


@pytest.mark.parametrize("profile, outward", [
    ("open", [True, True]), ("closed", [False, False]), ("listed", [True, False])])
def test_a_server_reaches_what_its_policy_lets_it_and_nothing_of_this_host(own, outside, host_port, profile, outward):
    names = [f"{profile}-one", f"{profile}-two"]
    for name in names:
        own.person(name).launch(name, profile=profile)
    one, two = (own.containers(name)[0]["Id"] for name in names)
    everyone = [container["Id"] for container in own.containers() if container["Id"] not in (one,)]
    targets = [(outside.allowed, PORT), (outside.other, PORT)]
    closed = [(gateway(one), host_port), (outside.host, host_port), ("169.254.169.254", 80)]
    closed += [(address(container), 8888) for container in everyone]
    with own.person(names[0]).kernel(names[0]) as kernel:
        found = kernel.run(PROBE.format(targets=targets + closed))
    assert found == f"{outward + [False] * len(closed)}\n"
    # The listeners do listen: this host reaches each, and the gateway's way to the server is open.
    for host, port in [*targets, *closed[:2], (address(two), 8888)]:
        socket.create_connection((host, port), 5).close()


def test_rules_that_went_are_there_again_before_a_server_starts_again(own, outside):
    hub = own.person("again")
    hub.launch("again", profile="listed")
    bridge = engine.call("GET", "/networks/" + next(iter(engine.inspect(
        own.containers("again")[0]["Id"])["NetworkSettings"]["Networks"])))["Options"][
            "com.docker.network.bridge.name"]
    hub.stop("again")
    engine.remove_rules("iptables", bridge, chains=("INPUT", "DOCKER-USER"))
    own.kill_serve()
    own.start()
    hub.launch("again", profile="listed")
    with hub.kernel("again") as kernel:
        assert kernel.run(PROBE.format(targets=[(outside.allowed, PORT), (outside.other, PORT)])) == "[True, False]\n"
