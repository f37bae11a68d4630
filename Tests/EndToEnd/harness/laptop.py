"""Another machine: a network namespace with a loopback of its own, and sshd for it on ours."""

import os
import pathlib
import shutil
import subprocess
import tempfile

from .berth import CACHE
from .waiting import until

PROGRAMS = pathlib.Path(CACHE) / "programs"
SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:{PROGRAMS}/usr/sbin")
LIBRARIES = PROGRAMS / "usr/lib/x86_64-linux-gnu"
# What sshd wants to be there, in a mount namespace of its own: its user, a person who may log in, and a folder.
INSIDE = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -m 755 /run/sshd
mount --bind {folder}/passwd /etc/passwd
mount --bind {folder}/shadow /etc/shadow
LD_LIBRARY_PATH={libraries} exec {sshd} -D -e -f {folder}/sshd_config
"""


def run(*words):
    subprocess.run(words, check=True, capture_output=True)


class Laptop:
    """The two machines are joined by a cable and by nothing else: what is bound to loopback here is not reached there."""

    def __init__(self, number=os.getpid() % 250):
        self.name = f"laptop{os.getpid()}"
        self.box, self.own = f"10.203.{number}.1", f"10.203.{number}.2"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="berth-laptop-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.processes = []
        run("ip", "netns", "add", self.name)
        cable = f"vl{os.getpid()}"
        run("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        run("ip", "address", "add", f"{self.box}/30", "dev", cable)
        run("ip", "link", "set", cable, "up")
        for words in (["address", "add", f"{self.own}/30", "dev", "eth0"], ["link", "set", "eth0", "up"],
                      ["link", "set", "lo", "up"]):
            run("ip", "-n", self.name, *words)
        self.start_sshd()

    def start_sshd(self):
        for key in ("host", "traveller"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.folder / key))
        passwd = pathlib.Path("/etc/passwd").read_text() + (
            "sshd:x:65534:65534::/run/sshd:/usr/sbin/nologin\ntraveller:x:65534:65534::/nonexistent:/bin/sh\n")
        (self.folder / "passwd").write_text(passwd)
        (self.folder / "shadow").write_text(pathlib.Path("/etc/shadow").read_text() + "traveller:*:19000:0:99999:7:::\n")
        (self.folder / "shadow").chmod(0o600)
        (self.folder / "sshd_config").write_text(
            f"ListenAddress {self.box}\nPort 2222\nHostKey {self.folder}/host\nStrictModes no\nPidFile none\n"
            f"AuthorizedKeysFile {self.folder}/traveller.pub\nPasswordAuthentication no\n")
        script = INSIDE.format(folder=self.folder, libraries=LIBRARIES, sshd=SSHD)
        log = (self.folder / "sshd.log").open("wb")
        self.processes.append(subprocess.Popen(["unshare", "-m", "bash", "-c", script], stdout=log, stderr=log))
        until(lambda: "listening" in (self.folder / "sshd.log").read_text(), 10, what="sshd listens")

    def command(self, *words):
        return ["ip", "netns", "exec", self.name, *words]

    def call(self, *words):
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=30)

    def tunnel(self, forward):
        """`ssh -L <forward> box`, until the end."""
        self.processes.append(subprocess.Popen(self.command(
            "ssh", "-N", "-L", forward, "-i", str(self.folder / "traveller"), "-p", "2222",
            "-o", "ExitOnForwardFailure=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            f"traveller@{self.box}"), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        port = forward.split(":")[0]
        until(lambda: f":{port}" in self.call("ss", "-ltn").stdout, 15, what="the tunnel is open")

    def program(self, path):
        """A program that runs there whatever it is given."""
        script = self.folder / pathlib.Path(path).name
        script.write_text(f'#!/bin/sh\nexec {" ".join(self.command(path))} "$@"\n')
        script.chmod(0o755)
        return str(script)

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(timeout=10)
        subprocess.run(["ip", "netns", "delete", self.name], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)
