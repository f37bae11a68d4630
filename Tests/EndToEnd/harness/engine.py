"""The Docker Engine as the tests see it, over its own socket: an independent witness of what Berth did."""

import http.client
import json
import os
import socket
import subprocess
import urllib.parse

SOCKET = os.environ.get("BERTH_DOCKER_SOCKET", "/var/run/docker.sock")
INSTANCE_LABEL = "berth.instance"


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("engine", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def call(method, path, body=None, **query):
    """The engine's answer, decoded from JSON, to `body` sent as JSON; an error status raises."""
    connection = UnixConnection(SOCKET)
    try:
        connection.request(method, f"/v1.40{path}?{urllib.parse.urlencode(query)}",
                           body=body and json.dumps(body), headers={"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        answer = response.read()
    finally:
        connection.close()
    if response.status >= 400:
        raise RuntimeError(f"{method} {path}: {response.status} {answer[:200]!r}")
    return json.loads(answer) if answer.strip().startswith((b"{", b"[")) else answer


def filters(**wanted):
    return json.dumps({key: [value] for key, value in wanted.items()})


def containers(instance, **labels):
    """All containers of an instance of Berth, running or not, as the engine lists them."""
    wanted = [f"{INSTANCE_LABEL}={instance}"] + [f"berth.{key}={value}" for key, value in labels.items()]
    return call("GET", "/containers/json", all="true", filters=json.dumps({"label": wanted}))


def inspect(container):
    return call("GET", f"/containers/{container}/json")


def clear(instance):
    """Removes what an instance left: containers, its network, and the firewall's rules for that network's bridge."""
    for container in containers(instance):
        call("DELETE", f"/containers/{container['Id']}", force="true", v="true")
    for network in call("GET", "/networks", filters=filters(label=f"{INSTANCE_LABEL}={instance}")):
        bridge = (network.get("Options") or {}).get("com.docker.network.bridge.name")
        call("DELETE", f"/networks/{network['Id']}")
        for iptables in ("iptables", "ip6tables"):
            remove_rules(iptables, bridge)


def remove_rules(iptables, bridge, chains=None):
    """Removes the rules for a bridge: all, the engine's own too, or those of some chains."""
    listed = subprocess.run([iptables, "-w", "5", "-S"], capture_output=True, text=True)
    for rule in listed.stdout.splitlines():
        words = rule.split()
        if bridge and bridge in words and words[0] == "-A" and (chains is None or words[1] in chains):
            subprocess.run([iptables, "-w", "5", "-D", *words[1:]], check=False)
