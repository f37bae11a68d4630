"""A Jupyter kernel reached through the gateway: started over REST, driven over a WebSocket."""

import json
import time
import uuid

import websocket


class Kernel:
    """With `notebook`, the kernel of a session of that notebook."""

    def __init__(self, hub, owner, spec="python3", notebook=None):
        kernel = {"name": spec}
        session = {"path": notebook, "name": notebook, "type": "notebook", "kernel": kernel}
        made = f"/user/{owner}/api/{'sessions' if notebook else 'kernels'}"
        answer = hub.post(made, session if notebook else kernel | {"path": ""})
        assert answer.status_code == 201, f"{answer.status_code} {answer.text}"
        self.hub = hub
        id = answer.json()["kernel"]["id"] if notebook else answer.json()["id"]
        self.path = f"/user/{owner}/api/kernels/{id}"
        self.connect()

    def connect(self):
        """Opens a WebSocket, anew after a pause: Jupyter closes one whose client has answered no ping for a while."""
        self.socket = open_websocket(self.hub, f"{self.path}/channels")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, code):
        """Asks the kernel to run `code`; the id of the request."""
        return self.say("execute_request", {
            "code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": True})

    def say(self, kind, content, channel="shell"):
        """Sends any message of Jupyter's protocol; its id."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "e2e", "version": "5.3",
                  "date": ""}
        self.socket.send(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content,
                                     "channel": channel, "buffers": []}))
        return header["msg_id"]

    def begin(self, code):
        """Asks the kernel to run `code`, and returns once it does; the id of the request."""
        request = self.send(code)
        next(message for message in self.messages(request) if message["msg_type"] == "execute_input")
        return request

    def messages(self, request, timeout=60):
        """The messages that answer `request`, until it is both replied to and idle."""
        open_ends = {"execute_reply", "idle"}
        while open_ends:
            message = self.receive(timeout)
            if message["parent_header"].get("msg_id") != request:
                continue
            open_ends.discard(message["msg_type"])
            open_ends.discard(message["content"].get("execution_state"))
            yield message

    def receive(self, timeout=60):
        """The next message, whatever it is about."""
        self.socket.settimeout(timeout)
        frame = self.socket.recv()
        assert frame, "the WebSocket was closed"
        return json.loads(frame)

    def run(self, code, timeout=60):
        """What the code printed; a raised exception fails."""
        printed = ""
        for message in self.messages(self.send(code), timeout):
            assert message["msg_type"] != "error", message["content"].get("traceback")
            if message["msg_type"] == "stream":
                printed += message["content"]["text"]
        return printed


def open_websocket(hub, path, headers=(), token_in_query=False):
    """A WebSocket to any path on the hub's host; a refusal raises WebSocketBadStatusException."""
    headers = list(headers)
    if token_in_query:
        path += f"?token={hub.token}"
    elif hub.token:
        headers.append(f"Authorization: token {hub.token}")
    url = hub.url.replace("http", "ws", 1) + path
    return websocket.create_connection(url, timeout=60, header=headers, suppress_origin=True,
                                       http_no_proxy=["localhost"], sslopt={"ca_certs": hub.authority})


def open_websocket_as(page, berth, owner, path):
    """A WebSocket as that page's browser opens it at an owner's origin: with its cookies and its Origin."""
    origin = berth.notebooks(owner)
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies(origin))
    return websocket.create_connection(
        berth.url.replace("http://", "ws://") + path, timeout=60, host=origin.removeprefix("http://"), origin=origin,
        cookie=cookies, http_no_proxy=["localhost"])


def closes(socket, within=5):
    """Whether the other end closes the WebSocket in time (the promise is 5 seconds)."""
    end = time.monotonic() + within
    try:
        while (left := end - time.monotonic()) > 0:
            socket.settimeout(left)
            if not socket.recv():
                return True
    except (websocket.WebSocketConnectionClosedException, ConnectionError):
        return True
    except websocket.WebSocketTimeoutException:
        pass
    return False
