"""A terminal of JupyterLab's reached through the gateway: a login shell in the container."""

import json
import time
import uuid

from .kernel import open_websocket


class Terminal:
    def __init__(self, hub, owner):
        answer = hub.post(f"/user/{owner}/api/terminals")
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        self.name = answer.json()["name"]
        self.socket = open_websocket(hub, f"/user/{owner}/terminals/websocket/{self.name}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def type(self, text):
        self.socket.send(json.dumps(["stdin", text]))

    def run(self, command, timeout=60):
        """What the shell shows from the command's first line to its end, which must be a success."""
        mark = uuid.uuid4().hex
        # The shell echoes what is typed: there the mark is in two parts.
        self.type(f"{command}; echo {mark[:9]}''{mark[9:]} $?\r")
        shown, deadline = "", time.monotonic() + timeout
        while f"{mark} " not in shown:
            assert time.monotonic() < deadline, shown
            self.socket.settimeout(timeout)
            kind, *rest = json.loads(self.socket.recv())
            shown += rest[0] if kind == "stdout" else ""
        shown, end = shown.split(f"{mark} ", 1)
        assert end.startswith("0") or not end, shown
        return shown
