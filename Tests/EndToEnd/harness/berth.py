"""A Berth of its own for tests: its state, ports, instance and processes."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile

from . import engine
from .hub import Hub
from .waiting import until

REPO = pathlib.Path(__file__).resolve().parents[3]
CACHE = os.environ.get("BERTH_CACHE") or os.path.expanduser("~/.cache/berth")
BINARY = os.path.join(os.environ.get("BERTH_BIN") or f"{CACHE}/debug/debug", "berth")

# Profiles beside the repository's own, for cases that those have no use for.
EXTRA_PROFILES = {
    # Claims to be someone else, and sets a variable that is nobody's business but the user's.
    "impostor": """
title: Impostor
image: berth/notebook:minimal
cpu: {reserve: 0.5, burst: 2}
memory: 1G
ceiling: {cpu: 2, memory: 4G}
environment:
  BERTH_USER: mallory
  JUPYTERHUB_USER: mallory
  NB_USER: mallory
  FAVOURITE_COLOUR: green
""",
    # Another image than the repository's profiles have.
    "other-image": """
title: Another image
image: berth/notebook:minimal
cpu: {reserve: 0.5, burst: 2}
memory: 1G
ceiling: {cpu: 2, memory: 4G}
""",
    # Where the operator has a time zone and a proxy to go through.
    "abroad": """
title: Abroad
image: berth/notebook:default
cpu: {reserve: 0.5, burst: 2}
memory: 1G
ceiling: {cpu: 2, memory: 4G}
environment:
  TZ: Europe/Berlin
  http_proxy: http://127.0.0.1:3128
  https_proxy: http://127.0.0.1:3128
""",
    # The image is built by test_stacks.py.
    "stacks": """
title: Docker stacks
image: berth-e2e/stacks:1
cpu: {reserve: 0.5, burst: 2}
memory: 1G
ceiling: {cpu: 2, memory: 4G}
""",
    "gone": """
title: An image that is not there
image: 127.0.0.1:9/berth/gone:1
cpu: {reserve: 0.5, burst: 1}
memory: 1G
ceiling: {cpu: 1, memory: 1G}
""",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Berth:
    """`settings` are keys of the configuration file; `profiles` are texts by id, added to the usual ones; `url` is the
    hub's, which `certificate` makes trusted; `base` is the path that everything is below."""

    def __init__(self, profiles=None, base="", url=None, certificate=None, **settings):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="berth-e2e-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.state = self.folder / "state"
        self.credentials = self.folder / "credentials.json"
        self.log = self.folder / "serve.log"
        self.port = free_port()
        scheme = "https" if certificate else "http"
        self.url = url or f"{scheme}://localhost:{self.port}{base}"
        self.certificate = certificate
        self.settings = {"launch_wait": "10s", **settings}
        self.serve_process = None
        self.hubs = {}
        profiles_folder = self.folder / "profiles"
        shutil.copytree(REPO / "profiles", profiles_folder)
        for name, text in {**EXTRA_PROFILES, **(profiles or {})}.items():
            (profiles_folder / f"{name}.yaml").write_text(text.lstrip())

    # Processes

    def arguments(self):
        settings = {
            "state_dir": self.state, "listen": f"127.0.0.1:{self.port}", "hub_url": self.url,
            "notebook_url": self.notebooks("{user}"), "profiles_dir": self.folder / "profiles",
            **self.settings,
        }
        flags = [word for key, value in settings.items() for word in (f"--{key.replace('_', '-')}", str(value))]
        return [BINARY, "serve", *flags, "--operator", "admin", "--credentials", str(self.credentials)]

    def start(self, within=60):
        """Starts `berth serve` and waits until it answers."""
        with self.log.open("ab") as log:
            self.serve_process = subprocess.Popen(
                self.arguments(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env=self.environment(), start_new_session=True)
        try:
            until(self.answers, within, what="berth serve answers")
        except AssertionError as problem:
            raise AssertionError(f"{problem}\nits log ends with:\n{self.log_end()}\n{self.gateway_log_end()}") from None
        return self

    def environment(self):
        return {key: value for key, value in os.environ.items() if not key.startswith("BERTH_")} | {
            "HOME": str(self.folder)}

    def answers(self):
        assert self.serve_process.poll() is None, f"berth serve ended"
        try:
            return self.credentials.exists() and self.hub().get("", timeout=2).status_code == 200
        except OSError:
            return False

    def kill_serve(self):
        """SIGKILL, at once."""
        self.serve_process.kill()
        self.serve_process.wait()

    def stop_serve(self):
        self.serve_process.send_signal(signal.SIGTERM)
        return self.serve_process.wait(timeout=30)

    def pid(self, process):
        return int((self.state / "run" / f"{process}.pid").read_text())

    def log_end(self, lines=30):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def gateway_log_end(self, lines=30):
        log = self.state / "logs" / "gateway.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""

    @property
    def instance(self):
        """The label of what it makes at the engine; None before its first start."""
        found = re.search(r'instance(?:=|":")(\w+)', self.log.read_text(errors="replace")) if self.log.exists() else None
        return found.group(1) if found else None

    def close(self):
        """Ends both processes and removes all that they made."""
        if self.serve_process and self.serve_process.poll() is None:
            self.kill_serve()
        try:
            pid = self.pid("gateway")
            if os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)").endswith("/berth"):
                os.kill(pid, signal.SIGKILL)
        except (OSError, ValueError):
            pass
        if self.instance:
            engine.clear(self.instance)
        if not os.environ.get("BERTH_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)

    # People

    def hub(self, token=None):
        return Hub(self.url, token, self.certificate and str(self.certificate.trusted))

    @property
    def admin(self):
        """The operator's client."""
        if "admin" not in self.hubs:
            self.hubs["admin"] = self.hub(json.loads(self.credentials.read_text())["token"])
        return self.hubs["admin"]

    def person(self, name):
        """The client of an ordinary user, who is made when missing."""
        if name not in self.hubs:
            assert self.admin.post(f"users/{name}").status_code in (201, 409)
            answer = self.admin.post(f"users/{name}/tokens", {"note": "end to end"})
            assert answer.status_code == 201, answer.text
            self.hubs[name] = self.hub(answer.json()["token"])
        return self.hubs[name]

    def running(self, name):
        """The client of a user whose server is ready."""
        hub = self.person(name)
        if not hub.server(name).get("ready"):
            hub.launch(name)
        return hub

    def workspace(self, name):
        return self.state / "workspaces" / name

    def notebooks(self, name):
        """The user's own origin, with the base path."""
        return self.url.replace("://", f"://{name}.")

    def containers(self, owner=None):
        """The containers that mount something of ours, running or not, whatever their labels say."""
        found = [
            container for container in engine.call("GET", "/containers/json", all="true")
            if any(mount.get("Source", "").startswith(f"{self.folder}/") for mount in container["Mounts"])]
        return [one for one in found if owner in (None, one["Labels"].get("berth.owner"))]

    # The command line

    def run(self, *arguments, hub=None, timeout=90, **environment):
        """`berth …` with a user's token and no terminal; the completed process, its output as text."""
        hub = hub or self.admin
        return subprocess.run(
            [BINARY, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout,
            start_new_session=True,
            env=self.environment() | {"BERTH_URL": self.url, "BERTH_TOKEN": hub.token or ""} | environment)

    def link(self, hub):
        """A link that logs the user in and opens their notebook, once."""
        done = self.run("open", "--print", hub=hub)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().splitlines()[-1]
