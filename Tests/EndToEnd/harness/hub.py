"""A client of the API and of users' servers, with one token, on the hub's host."""

import json

import requests

from .kernel import Kernel
from .lab_terminal import Terminal
from .waiting import until


class Hub:
    """`token` None sends no credentials; `authority` is the file of a certificate that is believed."""

    def __init__(self, url, token=None, authority=None):
        self.url = url
        self.token = token
        self.authority = authority
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = authority or True
        if token:
            self.session.headers["Authorization"] = f"token {token}"

    def call(self, method, path, **options):
        """Any path on the hub's host; a path without a leading slash is below `/hub/api`."""
        path = path if path.startswith("/") else f"/hub/api/{path}"
        options.setdefault("timeout", 60)
        options.setdefault("allow_redirects", False)
        return self.session.request(method, self.url + path, **options)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, json=body, **options)

    def delete(self, path, **options):
        return self.call("DELETE", path, **options)

    def user(self, name):
        """The user's model, with stopped servers."""
        answer = self.get(f"users/{name}", params={"include_stopped_servers": "true"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def server(self, name):
        return self.user(name)["servers"].get("", {})

    def launch(self, name, within=90, **options):
        """Launches the user's server and waits until it is ready."""
        answer = self.post(f"users/{name}/server", options)
        assert answer.status_code in (201, 202), f"{answer.status_code} {answer.text}"
        self.ready(name, within)

    def ready(self, name, within=90):
        return until(lambda: self.server(name).get("ready"), within, what=f"{name}'s server is ready")

    def stop(self, name, within=60):
        answer = self.delete(f"users/{name}/server")
        assert answer.status_code in (202, 204), f"{answer.status_code} {answer.text}"
        until(lambda: self.is_stopped(name), within, what=f"{name}'s server is stopped")

    def is_stopped(self, name):
        model = self.user(name)
        return model["server"] is None and model["pending"] is None

    def progress(self, name, timeout=90):
        """The events of the progress stream, to its end."""
        with self.get(f"users/{name}/server/progress", stream=True, timeout=timeout) as answer:
            assert answer.status_code == 200, answer.text
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            return [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith(b"data: ")]

    def kernel(self, name, spec="python3", notebook=None):
        """A new kernel in the user's server, a Python one unless another's name is given."""
        return Kernel(self, name, spec, notebook)

    def terminal(self, name):
        """A new terminal in the user's server."""
        return Terminal(self, name)
