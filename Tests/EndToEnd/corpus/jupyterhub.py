"""As much of JupyterHub as its idle culler asks for, over the sessions of the corpus: each is a user with one server.

A stop stops nothing: when it was asked for is noted, so that both judges see the same sessions to their end.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from harness import clients


class JupyterHub:
    """`sessions` is asked which there are."""

    def __init__(self, sessions):
        self.sessions = sessions
        self.pool = ThreadPoolExecutor(8)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/hub/api"

    def cull(self, timeout, every):
        """The idle culler from PyPI, as it is; ended by `close`."""
        self.culler = clients.start(
            "jupyterhub-idle-culler", f"--url={self.url}", f"--timeout={timeout}", f"--cull-every={every}", token="any")

    def close(self):
        self.culler.kill()
        said = self.culler.communicate()[0]
        self.server.shutdown()
        self.pool.shutdown()
        return said

    def users(self):
        return list(self.pool.map(self.user, [one for one in self.sessions() if one.is_on_for_others]))

    def user(self, session):
        active = time_text(max(session.began, session.place.last_activity_of_jupyterhub()))
        server = {"name": "", "ready": True, "pending": None, "started": time_text(session.began), "stopped": False,
                  "last_activity": active, "url": f"/user/{session.name}/", "state": {}}
        return {"name": session.name, "admin": False, "created": time_text(session.began), "last_activity": active,
                "server": server["url"], "pending": None, "servers": {"": server}}

    def handler(hub):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                path = urlsplit(self.path).path.removeprefix("/hub/api")
                self.answer(200, {"": {"version": "5.3.0"}, "/": {"version": "5.3.0"}}.get(path) or hub.users())

            def do_DELETE(self):
                name = self.path.split("/")[-2]
                next(one for one in hub.sessions() if one.name == name).cull()
                self.answer(204)

            def answer(self, status, body=None):
                data = b"" if status == 204 else json.dumps(body).encode()
                self.send_response(status)
                if data:
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        return Handler


def time_text(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat()
