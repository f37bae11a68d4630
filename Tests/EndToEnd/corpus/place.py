"""Somebody's server in the corpus: what they and their programs do there, and what JupyterHub would know of it."""

import time
import uuid
from datetime import datetime

import websocket

from harness import engine
from harness.kernel import Kernel, open_websocket
from harness.lab_terminal import Terminal

# In the notebooks' folder of every place: `work` takes a tenth of a core, says nothing, and goes on as long as the file of
# that name is what it was. A whole core each would be too much for the machine of the tests.
JOB = """
import hashlib, os, time

def turn():
    with open(os.path.expanduser("~/notebooks/work")) as file:
        return file.read()

def compute():
    end = time.process_time() + 0.02
    while time.process_time() < end:
        hashlib.sha256(bytes(1 << 14)).digest()
    time.sleep(0.15)

def work(step=compute):
    mine = turn()
    while turn() == mine:
        step()

if __name__ == "__main__":
    work()
"""


class Place:
    """A session opens kernels, terminals and sockets here; `clear` makes it a server that nothing runs in."""

    def __init__(self, berth, name):
        self.berth, self.name = berth, name
        self.hub = berth.person(name)
        self.base = f"/user/{name}"
        self.sockets, self.terminals = [], []
        self.polls = False
        self.inside = self.traffic = 0.0

    def launch(self, profile):
        self.hub.launch(self.name, within=180, profile=profile)
        self.folder = self.berth.workspace(self.name) / "notebooks"
        (self.folder / "job.py").write_text(JOB)
        self.take_turns()

    def take_turns(self):
        """Whatever works ends, however late it looks."""
        new = self.folder / "work.new"
        new.write_text(uuid.uuid4().hex)
        new.rename(self.folder / "work")

    # What sessions are made of

    def call(self, method, path, **options):
        """A request to the server, as a page or a program sends it; a refusal fails."""
        answer = self.hub.call(method, f"{self.base}/{path}", **options)
        assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text[:200]}"
        self.traffic = time.time()
        return answer

    def kernel(self, notebook=None, spec="python3"):
        """A new kernel that has started, with a socket that stays open."""
        kernel = Kernel(self.hub, self.name, spec, notebook)
        self.sockets.append(kernel.socket)
        kernel.run("echo" if spec == "bash" else "pass", timeout=150)
        return kernel

    def kernel_without_client(self):
        return self.call("POST", "api/kernels", json={"name": "python3"}).json()["id"]

    def another_socket(self, kernel):
        self.sockets.append(open_websocket(self.hub, f"{kernel.path}/channels"))

    def terminal(self):
        """A new terminal with a socket that stays open."""
        terminal = Terminal(self.hub, self.name)
        self.sockets.append(terminal.socket)
        self.terminals.append(terminal)
        return terminal

    def close(self, terminal):
        """Closes it as JupyterLab does: its shell ends."""
        self.call("DELETE", f"api/terminals/{terminal.name}")
        self.terminals.remove(terminal)

    def leave(self):
        """The browser is gone, with all its sockets."""
        self.polls = False
        for socket in self.sockets:
            socket.close()
        self.sockets = []
        self.traffic = time.time()

    def vanish(self):
        """The browser's machine is gone: nobody says good-bye."""
        for socket in self.sockets:
            socket.shutdown()
        self.leave()

    def read(self):
        """Takes what has arrived on all sockets, and answers pings, as a page does."""
        for socket in self.sockets:
            socket.settimeout(0.01)
            try:
                while socket.recv():
                    pass
            except (websocket.WebSocketTimeoutException, websocket.WebSocketConnectionClosedException, OSError):
                pass
            socket.settimeout(60)

    def clear(self):
        """Ends all that runs, and leaves."""
        self.take_turns()
        for kernel in self.call("GET", "api/kernels").json():
            self.call("DELETE", f"api/kernels/{kernel['id']}")
        for terminal in list(self.terminals):
            self.close(terminal)
        self.leave()

    def counts_disk(self):
        """Whether the engine counts what is written to disk, of which there was some."""
        [container] = self.berth.containers(self.name)
        counted = engine.call("GET", f"/containers/{container['Id']}/stats", stream="false")["blkio_stats"]
        return bool(counted.get("io_service_bytes_recursive"))

    # What the session's judges see

    @property
    def is_visited(self):
        """Whether a page or a program has a connection, or asks again and again."""
        return self.polls or bool(self.sockets)

    def last_activity_of_jupyterhub(self):
        """Seconds since 1970: what its proxy saw go through, bytes of any kind, and what the server reports of itself."""
        answer = self.hub.get(f"{self.base}/api/status", timeout=20)
        if answer.status_code == 200:
            self.inside = datetime.fromisoformat(answer.json()["last_activity"].replace("Z", "+00:00")).timestamp()
        return time.time() if self.is_visited else max(self.inside, self.traffic)
