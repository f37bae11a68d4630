"""Kernels that were killed: by SIGKILL and not by Jupyter's own hand."""

import asyncio
import signal
import time
from collections import deque
from datetime import datetime, timezone
from functools import partial

from tornado import web

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler

# So many are remembered.
KEPT = 50
# A process that the memory killer took is gone this many seconds after it was counted, at most.
DYING = 5
# The container's own count of processes that the memory killer took: cgroup v1, v2.
COUNTERS = ("/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events")


def memory_kills():
    """How many processes the memory killer took in this container; None where that cannot be read."""
    for path in COUNTERS:
        try:
            with open(path) as file:
                for line in file:
                    if line.startswith("oom_kill "):
                        return int(line.split()[1])
        except (OSError, ValueError):
            continue
    return None


class Deaths:
    """Notes each killed kernel once, in the second it died or when asked."""

    def __init__(self, app):
        self.kernels = app.kernel_manager
        self.sessions = app.session_manager
        self.log = app.log
        self.noted = deque(maxlen=KEPT)
        self.watched = set()
        # The process of each kernel that was noted last: a process dies once.
        self.last = {}
        self.kills = memory_kills()
        self.killed_at = None
        self.lookups = set()

    def look(self):
        """Looks at every kernel's process, and has the restarter call when it finds one dead between two looks."""
        present = set(self.kernels.list_kernel_ids())
        self.watched &= present
        self.last = {kernel_id: pid for kernel_id, pid in self.last.items() if kernel_id in present}
        for kernel_id in present:
            # Jupyter makes the restarter when the kernel has started, and forgets who asks for calls before.
            if kernel_id not in self.watched and self.kernels.get_kernel(kernel_id)._restarter is not None:
                self.watched.add(kernel_id)
                for event in ("restart", "dead"):
                    self.kernels.add_restart_callback(kernel_id, partial(self.check, kernel_id), event)
            self.check(kernel_id)
        self.count()

    def count(self):
        """Notes when the memory killer was last seen to have taken a process."""
        kills = memory_kills()
        if kills is not None and self.kills is not None and kills > self.kills:
            self.killed_at = time.monotonic()
        self.kills = kills

    def check(self, kernel_id):
        """Notes the kernel if its process was killed; one that Jupyter is shutting down was not."""
        try:
            manager = self.kernels.get_kernel(kernel_id)
        except (KeyError, web.HTTPError):
            return
        process = getattr(manager.provisioner, "process", None)
        if process is None or manager.shutting_down or self.last.get(kernel_id) == process.pid:
            return
        if process.poll() != -signal.SIGKILL:
            return
        self.last[kernel_id] = process.pid
        self.count()
        death = {
            "kernel": kernel_id,
            "name": manager.kernel_name,
            "path": None,
            "at": datetime.now(timezone.utc).isoformat().replace("+00:00", "Z"),
            "out_of_memory": self.in_memory_kill(),
        }
        self.noted.append(death)
        self.log.warning("Kernel %s was killed (out of memory: %s).", kernel_id, death["out_of_memory"])
        lookup = asyncio.ensure_future(self.find_path(death))
        self.lookups.add(lookup)
        lookup.add_done_callback(self.lookups.discard)

    def in_memory_kill(self):
        """Whether a process that dies now died of memory; None where nothing counts that."""
        if self.kills is None:
            return None
        return self.killed_at is not None and time.monotonic() - self.killed_at <= DYING

    async def find_path(self, death):
        """The notebook, console or file that the kernel ran, while its session is there."""
        try:
            session = await self.sessions.get_session(kernel_id=death["kernel"])
            death["path"] = session["path"] or None
        except Exception:  # It has none, as kernels do that tools start.
            return

    async def told(self):
        """What is answered: with those that died in this second."""
        self.look()
        await asyncio.gather(*self.lookups)
        return list(self.noted)


class DeathsHandler(APIHandler):
    auth_resource = "kernels"
    _track_activity = False

    def initialize(self, deaths):
        self.deaths = deaths

    @web.authenticated
    @authorized
    async def get(self):
        self.finish({"deaths": await self.deaths.told()})
