"""Servers without containers: a Unix socket in front of the engine that pretends those of a profile, and the one Jupyter
that answers for all of them.

What Berth asks of a container whose environment has `STUB_SERVER` is answered here, and never reaches the engine: create,
start, inspect, list, stats, logs, stop, kill, remove. So Berth launches, watches and ends it as any other. All else goes to
the engine as it is, and the lists and events that come back have the pretended ones among them.
"""

import http.client
import http.server
import json
import os
import re
import socket
import socketserver
import threading
import urllib.parse
from datetime import datetime, timezone

from .engine import SOCKET, UnixConnection

# On the loopback interface, which has all of 127/8. The port is that of every notebook container.
ADDRESS, PORT = "127.88.0.1", 8888
MIB = 1 << 20


def now():
    return datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")


class StubServers:
    def __init__(self, path):
        self.path = str(path)
        self.lock = threading.Lock()
        self.containers = {}
        self.made = 0
        self.listeners = set()
        self.servers = []

    def up(self):
        engine = Server(self.path, Engine)
        engine.stubs = self
        jupyter = http.server.ThreadingHTTPServer((ADDRESS, PORT), Jupyter)
        self.servers = [engine, jupyter]
        for server in self.servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def down(self):
        for server in self.servers:
            server.shutdown()
            server.server_close()

    # The containers

    def create(self, name, body):
        with self.lock:
            self.made += 1
            identity = f"57ab{self.made:060x}"
            self.containers[identity] = {
                "Id": identity, "Name": f"/{name}", "Image": "sha256:" + "57ab" * 16, "Config": body,
                "HostConfig": body.get("HostConfig") or {}, "Mounts": [],
                "State": {"Status": "created", "Running": False, "ExitCode": 0},
                "NetworkSettings": {"Networks": {"stub": {"IPAddress": ADDRESS}}, "Ports": {}},
                "number": self.made}
        return identity

    def found(self, identity):
        return self.containers.get(identity) or next(
            (one for one in list(self.containers.values()) if one["Name"] == f"/{identity}"), None)

    def turn(self, container, action, **state):
        container["State"] = {**container["State"], **state}
        self.tell(container, action)

    def remove(self, container):
        self.containers.pop(container["Id"], None)
        self.tell(container, "destroy")

    def tell(self, container, action):
        event = {"Type": "container", "Action": action, "timeNano": 1,
                 "Actor": {"ID": container["Id"], "Attributes": container["Config"].get("Labels") or {}}}
        line = json.dumps(event).encode() + b"\n"
        for listener in list(self.listeners):
            listener(line)

    def listed(self, wanted):
        """Those that have all of these labels, as the engine lists them."""
        def fits(container):
            labels = container["Config"].get("Labels") or {}
            return all(labels.get(label.split("=", 1)[0]) == label.partition("=")[2] for label in wanted)

        return [{"Id": one["Id"], "Names": [one["Name"]], "Image": one["Config"]["Image"], "ImageID": one["Image"],
                 "Labels": one["Config"].get("Labels") or {}, "State": one["State"]["Status"], "Created": 1}
                for one in list(self.containers.values()) if fits(one)]


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    request_queue_size = 128


class Engine(http.server.BaseHTTPRequestHandler):
    """What Berth takes to be the engine."""

    protocol_version = "HTTP/1.1"

    @property
    def stubs(self):
        return self.server.stubs

    def log_message(self, *_):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True

    def body(self):
        if "chunked" in (self.headers.get("Transfer-Encoding") or ""):
            data = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return data
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status, value=None):
        data = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do(self):
        sent = self.body()
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        path = re.sub(r"^/v[0-9.]+", "", url.path)
        if path == "/containers/create" and self.command == "POST":
            body = json.loads(sent)
            if any(text.startswith("STUB_SERVER=") for text in body.get("Env") or []):
                return self.answer(201, {"Id": self.stubs.create(query.get("name", ""), body), "Warnings": []})
        if path == "/containers/json":
            return self.list(query)
        if path == "/events":
            return self.events()
        one = re.fullmatch(r"/containers/([^/]+)(?:/(\w+))?", path)
        if one and (container := self.stubs.found(one[1])):
            return self.pretend(container, one[2])
        self.forward(sent)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do

    def pretend(self, container, verb):
        running = container["State"]["Running"]
        if verb == "json":
            self.answer(200, {key: value for key, value in container.items() if key != "number"})
        elif verb == "start":
            if not running:
                self.stubs.turn(container, "start", Status="running", Running=True, StartedAt=now())
            self.answer(304 if running else 204)
        elif verb in ("stop", "kill"):
            if running:
                self.stubs.turn(container, "die", Status="exited", Running=False, FinishedAt=now())
            self.answer(204)
        elif verb == "stats":
            self.answer(200, stats(container))
        elif verb is None and self.command == "DELETE":
            self.stubs.remove(container)
            self.answer(204)
        elif verb == "logs":
            self.answer(200)
        elif verb == "update":
            self.answer(200, {"Warnings": []})
        else:
            self.answer(404, {"message": f"a stub server has no {verb}"})

    def list(self, query):
        connection = UnixConnection(SOCKET)
        connection.request("GET", self.path)
        response = connection.getresponse()
        real = json.loads(response.read())
        connection.close()
        if response.status != 200:
            return self.answer(response.status, real)
        wanted = json.loads(query.get("filters") or "{}").get("label") or {}
        self.answer(200, real + self.stubs.listed(list(wanted)))

    def events(self):
        """The engine's, as they come, and ours between them, until either side goes."""
        connection = UnixConnection(SOCKET)
        connection.timeout = None
        connection.request("GET", self.path)
        response = connection.getresponse()
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        writing = threading.Lock()

        def write(data):
            with writing:
                self.wfile.write(data)

        def told(line):
            try:
                write(line)
            except OSError:
                self.stubs.listeners.discard(told)

        self.stubs.listeners.add(told)
        try:
            while data := response.read1(65536):
                write(data)
        except (OSError, http.client.HTTPException):
            pass
        finally:
            self.stubs.listeners.discard(told)
            connection.close()

    def forward(self, sent):
        """One request to the engine, and its answer byte for byte; then the connection ends."""
        self.close_connection = True
        engine = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        engine.connect(SOCKET)
        lines = [f"{self.command} {self.path} HTTP/1.1"]
        dropped = ("connection", "transfer-encoding", "content-length")
        lines += [f"{name}: {value}" for name, value in self.headers.items() if name.lower() not in dropped]
        lines += ["Connection: close", f"Content-Length: {len(sent)}", "", ""]
        try:
            engine.sendall("\r\n".join(lines).encode() + sent)
            while data := engine.recv(65536):
                self.wfile.write(data)
                self.wfile.flush()
        finally:
            engine.close()


def stats(container):
    """Idle, with 50 to 250 MiB by its number."""
    cpu = {"cpu_usage": {"total_usage": 1_000_000_000}, "system_cpu_usage": 9, "online_cpus": 2}
    memory = (container["number"] % 5 + 1) * 50 * MIB
    return {"read": now(), "cpu_stats": cpu, "precpu_stats": {"cpu_usage": {}}, "pids_stats": {"current": 3},
            "memory_stats": {"usage": memory, "limit": 1 << 30, "stats": {}},
            "networks": {}, "blkio_stats": {"io_service_bytes_recursive": []}}


class Jupyter(http.server.BaseHTTPRequestHandler):
    """The Jupyter of all of them: it runs nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = self.path.split("?")[0].rstrip("/")
        value = {"started": now(), "last_activity": now(), "kernels": 0, "connections": 0} if path.endswith(
            "/api/status") else []
        data = json.dumps(value).encode()
        self.send_response(200 if "/api/" in path else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
