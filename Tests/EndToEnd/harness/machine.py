"""A whole machine: Debian with systemd and a Docker Engine of its own, in a container that can be rebooted or lose power.

The engine's data is on a volume that stays, so that the notebook images are carried over only when they changed.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import pathlib
import re
import socket
import subprocess
import threading

from . import engine
from .berth import BINARY, CACHE, REPO, Berth, free_port
from .hub import Hub
from .waiting import until

NAME = "berth-test-machine"
RECIPE = REPO / "Tests" / "EndToEnd" / "machine"
# In the order of their numbers. The machine gets those that this process has.
CAPABILITIES = """CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE
    NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE
    SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL
    SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ""".split()
CLONE_NEWNET = 0x40000000


class Machine:
    """Its port for browsers is the same one here, carried over into its network."""

    person, running, notebooks = Berth.person, Berth.running, Berth.notebooks

    def __init__(self):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.hubs = {}
        self.lock = open(os.path.join(CACHE, "machine.lock"), "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        docker("rm", "--force", NAME)
        docker("run", "--detach", "--name", NAME, *confinement(), *mounts(), image())
        self.booted()
        self.take_images()
        Relay(self)

    def close(self):
        docker("rm", "--force", "--volumes", NAME)
        self.lock.close()

    # Power

    def booted(self):
        until(lambda: self.try_run("systemctl is-system-running").stdout.strip() in ("running", "degraded"), 60,
              every=0.2, what="the machine is up")

    def reboot(self):
        """An orderly one."""
        docker("stop", "--time", "60", NAME)
        docker("start", NAME)
        self.booted()

    def cut_power(self):
        """Everything is gone at once."""
        docker("kill", NAME)
        docker("start", NAME)
        self.booted()

    @property
    def pid(self):
        return engine.inspect(NAME)["State"]["Pid"]

    # What runs in it

    def try_run(self, command, timeout=150):
        return subprocess.run(["docker", "exec", NAME, "bash", "-c", command], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=timeout)

    def run(self, command, timeout=150):
        """What a shell command printed, both ways; one that fails fails the test."""
        done = self.try_run(command, timeout)
        assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def install(self, *arguments, binary="/berth/bin/berth"):
        return self.run(f"/berth/src/scripts/install --binary {binary} {' '.join(arguments)}")

    def service_pid(self, service):
        return int(self.run(f"systemctl show --property MainPID --value {service}"))

    def log(self):
        return self.try_run("journalctl --no-pager --lines 60 --unit berth --unit berth-gateway").stdout

    def take_images(self):
        """Nothing is left of an earlier test but the notebook images, which are those of the engine outside."""
        self.run("docker ps --all --quiet | xargs --no-run-if-empty docker rm --force; docker network prune --force")
        for name in notebook_images():
            wanted = docker("image", "inspect", "--format", "{{.Id}}", name).strip()
            if self.try_run(f"docker image inspect --format '{{{{.Id}}}}' {name}").stdout.strip() != wanted:
                subprocess.run(f"docker save {name} | docker exec --interactive {NAME} docker load", shell=True,
                               check=True, capture_output=True, timeout=200)
        self.run("docker image prune --force")

    # People

    def hub(self, token):
        return Hub(self.url, token)

    @property
    def admin(self):
        if "admin" not in self.hubs:
            credentials = json.loads(self.run("cat /root/.config/berth/credentials.json"))
            self.hubs["admin"] = self.hub(credentials["token"])
        return self.hubs["admin"]

    def workspace(self, owner):
        return pathlib.Path(f"/proc/{self.pid}/root/var/lib/berth/workspaces/{owner}")


def docker(*arguments):
    done = subprocess.run(["docker", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
                          env=os.environ | {"DOCKER_BUILDKIT": "0"})
    assert done.returncode == 0 or arguments[0] == "rm", f"docker {' '.join(arguments)}: {done.stderr[-2000:]}"
    return done.stdout


def image():
    """The machine's image, built when its recipe or our base image changed."""
    base = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "berth/base").split()[0]
    recipe = b"".join(file.read_bytes() for file in sorted(RECIPE.iterdir())) + base.encode()
    name = f"berth/test-machine:{hashlib.sha256(recipe).hexdigest()[:12]}"
    if not docker("image", "ls", "--quiet", name):
        for old in docker("image", "ls", "--quiet", "berth/test-machine").split():
            docker("image", "rm", "--force", old)
        docker("build", "--build-arg", f"BASE={base}", "--tag", name, str(RECIPE))
    return name


def notebook_images():
    texts = (file.read_text() for file in (REPO / "profiles").glob("*.yaml"))
    return sorted({re.search(r"(?m)^image:\s*(\S+)", text).group(1) for text in texts})


def confinement():
    """As open as a machine is; not `--privileged`, which asks for capabilities that this process may not have."""
    status = pathlib.Path("/proc/self/status").read_text()
    mine = int(re.search(r"CapBnd:\s*(\w+)", status).group(1), 16)
    yield from (f"--cap-add={name}" for number, name in enumerate(CAPABILITIES) if mine >> number & 1)
    yield from (f"--security-opt={part}=unconfined" for part in ("seccomp", "apparmor", "systempaths"))
    yield from ("--device-cgroup-rule=a *:* rwm", "--cgroupns=private", "--env=container=docker")
    yield from ("--tmpfs=/run", "--tmpfs=/run/lock", "--tmpfs=/tmp")


def mounts():
    """The engine's data, the repository, and the program under test with the libraries it was linked to here."""
    yield f"--volume={NAME}:/var/lib/docker"
    yield f"--volume={REPO}:/berth/src:ro"
    yield f"--volume={os.path.realpath(BINARY)}:/berth/bin/berth:ro"
    linked = subprocess.run(["ldd", BINARY], capture_output=True, text=True, check=True).stdout
    folders = {os.path.dirname(path) for path in re.findall(r"=> (/\S+)", linked)}
    yield from (f"--volume={folder}:{folder}:ro" for folder in sorted(folders)
                if not folder.startswith(("/lib", "/usr/lib/x86", "/usr/lib/aarch")))


class Relay:
    """The machine's port on its loopback, as the same port here."""

    def __init__(self, machine):
        self.machine = machine
        self.listener = socket.create_server(("127.0.0.1", machine.port))
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        """In a thread of its own, which moves into the machine's network for good."""
        try:
            with open(f"/proc/{self.machine.pid}/ns/net") as network:
                assert ctypes.CDLL(None, use_errno=True).setns(network.fileno(), CLONE_NEWNET) == 0
            server = socket.create_connection(("127.0.0.1", self.machine.port))
        except (OSError, RuntimeError):
            return client.close()
        threading.Thread(target=pump, args=(server, client), daemon=True).start()
        pump(client, server)


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        target.close()
