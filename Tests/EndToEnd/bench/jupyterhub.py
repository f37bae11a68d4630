"""A JupyterHub from PyPI on this machine: its hub, proxy, network and containers, all gone at the end."""

import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import tempfile

from harness import engine
from harness.berth import CACHE, free_port
from harness.hub import Hub
from harness.waiting import until

PROGRAMS = pathlib.Path(CACHE) / "venv-jupyterhub/bin"
HERE = pathlib.Path(__file__).parent


class JupyterHub:
    """`profiles` are `{title, summary, memory, cpu}` by id, `memory` as in `2G`; the first is what is chosen unless another is."""

    def __init__(self, image, profiles, password, activity_interval):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="berth-jupyterhub-", dir="/tmp"))
        self.network = self.folder.name
        self.log = self.folder / "jupyterhub.log"
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = None
        self.settings = {
            "image": image, "profiles": profiles, "password": password, "token": self.token, "port": self.port,
            "activity_interval": activity_interval, "folder": str(self.folder), "network": self.network,
            "hub_port": free_port(), "proxy_port": free_port()}

    def start(self, within=60):
        engine.call("POST", "/networks/create", {"Name": self.network, "Driver": "bridge"})
        [address] = engine.call("GET", f"/networks/{self.network}")["IPAM"]["Config"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("BERTH_", "JUPYTERHUB_"))}
        environment["PATH"] = f"{PROGRAMS}:{environment['PATH']}"
        # Where Debian puts what its proxy stands on, for a node that is not Debian's own.
        environment["NODE_PATH"] = "/usr/share/nodejs:/usr/lib/nodejs"
        environment["BENCH"] = json.dumps(self.settings | {"gateway": address["Gateway"]})
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [PROGRAMS / "jupyterhub", "--config", HERE / "jupyterhub_config.py"], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, cwd=self.folder, env=environment, start_new_session=True)
        until(self.answers, within, what=f"JupyterHub answers; its log is {self.log}")
        return self

    def answers(self):
        assert self.process.poll() is None, f"JupyterHub ended:\n{self.log.read_text()[-3000:]}"
        try:
            return self.hub.get("", timeout=2).status_code == 200
        except OSError:
            return False

    @property
    def hub(self):
        """The client of the program that makes the fleet."""
        return Hub(self.url, self.token)

    def containers(self):
        mine = engine.filters(label=f"berth.bench={self.network}")
        return engine.call("GET", "/containers/json", all="true", filters=mine)

    def owners_of_containers(self):
        """Whose server runs, by the engine."""
        running = [one for one in self.containers() if one["State"] == "running"]
        return {one["Names"][0].removeprefix(f"/{self.network}-") for one in running}

    def close(self):
        if self.process and self.process.poll() is None:
            # The proxy ends with it.
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        for container in self.containers():
            engine.call("DELETE", f"/containers/{container['Id']}", force="true", v="true")
        for volume in engine.call("GET", "/volumes", filters=engine.filters(name=self.network))["Volumes"] or []:
            engine.call("DELETE", f"/volumes/{volume['Name']}")
        if engine.call("GET", "/networks", filters=engine.filters(name=self.network)):
            engine.call("DELETE", f"/networks/{self.network}")
        shutil.rmtree(self.folder, ignore_errors=True)
