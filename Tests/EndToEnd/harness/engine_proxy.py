"""A Unix socket between Berth and the engine: it can go away, and it can hold one call before or after it is done.

It understands just enough of HTTP to see each request's first line: the head is read, the rest is passed on as it
comes. Connections are kept alive by Berth, so every request of a connection is looked at.
"""

import os
import re
import socket
import threading

from .engine import SOCKET


class Hold:
    """A call to wait for, or so many. `when` is "before" (Berth has asked, the engine has not heard) or "after" (the
    engine has done it, Berth has not heard). `caught` is set when all are held; `release` lets them go on."""

    def __init__(self, method, pattern, when, calls):
        self.method, self.pattern, self.when, self.left = method, re.compile(pattern), when, calls
        self.caught, self.released = threading.Event(), threading.Event()

    def matches(self, line):
        method, path = line.split(" ")[:2]
        return self.left > 0 and method == self.method and self.pattern.search(path)

    def hold(self):
        self.left -= 1
        if self.left == 0:
            self.caught.set()
        self.released.wait(60)

    def release(self):
        self.released.set()


class EngineProxy:
    def __init__(self, path):
        self.path = str(path)
        self.lock = threading.Lock()
        self.connections = set()
        self.holds = []
        self.lines = []
        self.listener = None

    # The socket

    def up(self):
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(self.path)
        listener.listen(64)
        self.listener = listener
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()
        return self

    def down(self):
        """The socket is gone, and every open connection with it."""
        listener, self.listener = self.listener, None
        if listener:
            os.unlink(self.path)
            shut(listener)
        for hold in self.holds:
            hold.release()
        with self.lock:
            connections, self.connections = self.connections, set()
        for connection in connections:
            shut(connection)

    def hold(self, method, pattern, when, calls=1):
        hold = Hold(method, pattern, when, calls)
        self.holds.append(hold)
        return hold

    # Passing on

    def accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        engine = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            engine.connect(SOCKET)
        except OSError:
            return shut(client)
        with self.lock:
            self.connections |= {client, engine}
        pending = []
        threading.Thread(target=self.answers, args=(engine, client, pending), daemon=True).start()
        self.requests(client, engine, pending)

    def requests(self, client, engine, pending):
        """From Berth to the engine. A request's head comes in one piece: Berth writes it at once."""
        try:
            while data := client.recv(65536):
                line = re.match(rb"(GET|HEAD|POST|PUT|DELETE) (\S+) HTTP/1\.1\r\n", data)
                if line:
                    text = line.group(0).decode().strip()
                    self.lines.append(text)
                    for hold in [hold for hold in self.holds if hold.matches(text)]:
                        if hold.when == "before":
                            hold.hold()
                        else:
                            pending.append(hold)
                engine.sendall(data)
        except OSError:
            pass
        shut(engine)
        shut(client)

    def answers(self, engine, client, pending):
        try:
            while data := engine.recv(65536):
                while pending:
                    pending.pop().hold()
                client.sendall(data)
        except OSError:
            pass
        shut(client)
        shut(engine)


def shut(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()
