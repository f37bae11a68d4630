"""Another machine: a network namespace from which ssh reaches ours."""

import os
import pathlib
import shutil
import subprocess

from .berth import CACHE
from .netns import NetworkNamespace
from .waiting import until

PROGRAMS = pathlib.Path(CACHE) / "programs"
SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:{PROGRAMS}/usr/sbin")
# One sshd for one connection, on our network. What it wants to be there (its user, a person who may log in, a folder) is
# there in a mount namespace of its own.
BOX = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -m 755 /run/sshd
mount --bind {folder}/passwd /etc/passwd
mount --bind {folder}/shadow /etc/shadow
LD_LIBRARY_PATH={programs}/usr/lib/x86_64-linux-gnu exec {sshd} -i -f {folder}/sshd_config
"""


class Laptop(NetworkNamespace):
    """Nothing but ssh joins the two: what is bound to loopback on one is not reached on the other."""

    def __init__(self):
        super().__init__("laptop")
        self.tunnels = []
        self.prepare_box()

    def prepare_box(self):
        for key in ("host", "traveller"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / key], check=True)
        for name, lines in {
            "passwd": "sshd:x:65534:65534::/run/sshd:/usr/sbin/nologin\ntraveller:x:65534:65534::/nonexistent:/bin/sh\n",
            "shadow": "traveller:*:19000:0:99999:7:::\n",
        }.items():
            file = self.folder / name
            file.touch(0o644 if name == "passwd" else 0o600)
            file.write_text((pathlib.Path("/etc") / name).read_text() + lines)
        (self.folder / "sshd_config").write_text(
            f"HostKey {self.folder}/host\nAuthorizedKeysFile {self.folder}/traveller.pub\nStrictModes no\n"
            "PidFile none\nPasswordAuthentication no\n")
        (self.folder / "box").write_text(BOX.format(folder=self.folder, programs=PROGRAMS, sshd=SSHD))

    def tunnel(self, forward):
        """`ssh -L <forward> box`, until the end."""
        reach = f"nsenter --target {os.getpid()} --net unshare --mount bash {self.folder}/box"
        self.tunnels.append(subprocess.Popen(self.command(
            "ssh", "-N", "-L", forward, "-i", str(self.folder / "traveller"), "-o", f"ProxyCommand={reach}",
            "-o", "ExitOnForwardFailure=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "traveller@box"), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        port = forward.split(":")[0]
        until(lambda: f":{port}" in self.call("ss", "-ltn").stdout, 15, what="the tunnel is open")

    def close(self):
        for tunnel in self.tunnels:
            tunnel.terminate()
            tunnel.wait(timeout=10)
        super().close()
