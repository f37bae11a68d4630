"""Clients of JupyterHub, unmodified; where a client cannot run here, its calls one by one."""

import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
import requests
import websocket

from harness import clients
from harness.kernel import open_websocket
from harness.waiting import until


def notebook(folder, *cells):
    """A notebook file with code cells, each with the text it is expected to print."""
    path = folder / "notebook.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "source": [source],
         "outputs": [{"output_type": "stream", "name": "stdout", "text": [text]}]} for source, text in cells]}))
    return path


def test_jhub_client_runs_a_notebook_and_stops_the_server(berth, tmp_path):
    hub = berth.person("jo")
    path = notebook(tmp_path, ("answer = 6 * 7", ""), ("print(answer)", "42\n"))
    done = clients.run(
        "jhubctl", "run", "--hub", berth.url, "--notebook", path, "--validate", "--stop-server",
        "--output-filename", tmp_path / "out.ipynb", token=hub.token)
    assert done.returncode == 0, done.stdout
    cells = json.loads((tmp_path / "out.ipynb").read_text())["cells"]
    assert cells[1]["outputs"][0]["data"]["text/plain"] == "42\n"
    assert hub.is_stopped("jo")


def test_jhub_client_says_when_an_output_is_another(berth, tmp_path):
    hub = berth.person("jo")
    path = notebook(tmp_path, ("print(1)", "2\n"))
    done = clients.run(
        "jhubctl", "run", "--hub", berth.url, "--notebook", path, "--validate", "--stop-server", token=hub.token)
    assert done.returncode != 0
    assert "did not match expected result" in done.stdout


def test_the_idle_culler_reads_all_users_page_by_page_and_leaves_the_active_alone(berth):
    for name in ("cleo", "cyd"):
        berth.person(name)
    active = berth.running("cleo")
    total = len(berth.admin.get("users").json())
    culler = clients.start(
        "jupyterhub-idle-culler", f"--url={berth.url}/hub/api", "--timeout=3600", "--cull-users=True", "--api-page-size=1",
        "--IdleCuller.log_level=DEBUG", token=berth.admin.token)
    pages = {}
    try:
        for line in culler.stdout:
            assert "rror" not in line, line
            if "Fetched" in line:
                pages["inactive" if "state=inactive" in line else "ready"] = line
            if len(pages) == 2:
                break
    finally:
        culler.kill()
        culler.wait()
    inactive = [user for user in berth.admin.get("users").json() if not user["servers"]]
    assert f"Fetched {len(inactive)} items" in pages["inactive"] and f"in {len(inactive)} pages" in pages["inactive"]
    assert f"Fetched {total - len(inactive)} items" in pages["ready"]
    assert active.server("cleo")["ready"]


class HubtrafCheck:
    """What `hubtraf-check` calls, in its order. (It is not on PyPI.)"""

    def __init__(self, berth, hub, name):
        self.berth, self.name = berth, name
        self.session = requests.Session()
        self.session.trust_env = False
        self.headers = {"Authorization": f"token {hub.token}"}

    def call(self, method, path, **options):
        return self.session.request(method, self.berth.url + path, headers=self.headers, timeout=60, **options)

    def ensure_server(self, within=90):
        started = self.call("POST", f"/hub/api/users/{self.name}/server")
        if started.status_code == 400:
            assert started.json() == started.json() | {"status": 400, "message": f"{self.name} is already running"}
            return
        assert started.status_code in (201, 202), started.text
        deadline = time.monotonic() + within
        while not self.call("GET", f"/hub/api/users/{self.name}").json()["servers"].get("", {}).get("ready"):
            assert time.monotonic() < deadline
            time.sleep(0.5)

    def start_kernel(self):
        answer = self.call("POST", f"/user/{self.name}/api/kernels")
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def stop(self, kernel):
        assert self.call("DELETE", f"/user/{self.name}/api/kernels/{kernel}").status_code == 204
        assert self.call("DELETE", f"/hub/api/users/{self.name}/server").status_code in (202, 204)


def execute(socket, code, username):
    """Sends a request in the form that hubtraf and jhub-client send it; the first text that comes of it."""
    request = secrets.token_hex(16)
    socket.send(json.dumps({
        "header": {"msg_id": request, "username": username, "msg_type": "execute_request", "version": "5.2"},
        "metadata": {}, "content": {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                                    "allow_stdin": True, "stop_on_error": True},
        "buffers": [], "parent_header": {}, "channel": "shell"}))
    socket.settimeout(60)
    while True:
        message = json.loads(socket.recv())
        if message["parent_header"].get("msg_id") == request and message["channel"] == "iopub":
            if message["msg_type"] == "execute_result":
                return message["content"]["data"]["text/plain"]
            if message["msg_type"] == "stream":
                return message["content"]["text"]


def test_hubtrafs_check_completes_twice_over(berth):
    hub = berth.person("hugo")
    check = HubtrafCheck(berth, hub, "hugo")
    check.ensure_server()
    check.ensure_server()
    kernel = check.start_kernel()
    nonce = secrets.token_hex(64)
    socket = open_websocket(hub, f"/user/hugo/api/kernels/{kernel}/channels")
    assert execute(socket, f"!echo -n {nonce} > nonce \n!cat nonce", "hugo") == nonce
    socket.close()
    check.stop(kernel)


class VSCode:
    """What the JupyterHub extension of VS Code sends, which runs only inside VS Code: its headers, bodies, order."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False

    def send(self, method, path, token=None, body=None):
        headers = {"Authorization": f"token {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "text/plain;charset=UTF-8"  # fetch's own, for a body that is a string
        return self.session.request(method, f"{self.url}/{path}", headers=headers, allow_redirects=False, timeout=60,
                                    data=None if body is None else json.dumps(body))

    def new_token(self, username, password):
        body = {"auth": {"username": username, "password": password},
                "note": "Requested by JupyterHub extension in VSCode"}
        return self.send("POST", f"hub/api/users/{username}/tokens", body=body)


def test_vs_code_logs_in_launches_runs_a_cell_and_takes_its_token_back(berth):
    berth.person("vera")
    password = berth.admin.post("users/vera/password").json()["password"]
    code = VSCode(berth.url)
    version = code.send("GET", "hub/api")
    assert version.status_code == 200 and version.json()["version"]
    assert code.new_token("vera", "not it").status_code == 403
    made = code.new_token("vera", password)
    assert made.status_code in (200, 201), made.text
    token, token_id = made.json()["token"], made.json()["id"]

    user = code.send("GET", "hub/api/users/vera?include_stopped_servers", token).json()
    assert user["name"] == "vera" and user["servers"] == {}
    assert code.send("POST", "hub/api/users/vera/server", token).status_code in (201, 202)
    assert code.send("POST", "hub/api/users/vera/servers/code-1", token).status_code in (201, 202)
    for name in ("", "code-1"):
        server = ready(code, token, "vera", name)
        run_a_cell(berth, code, token, server["url"])
    assert code.send("DELETE", f"hub/api/users/vera/tokens/{token_id}", token).status_code == 204
    assert code.send("GET", "hub/api/users/vera", token).status_code == 403
    for name in ("server", "servers/code-1"):
        assert berth.admin.delete(f"users/vera/{name}").status_code in (202, 204)


def ready(code, token, user, name, within=90):
    """The server's model once it is ready, looked for as the extension does."""
    deadline = time.monotonic() + within
    while True:
        model = code.send("GET", f"hub/api/users/{user}?include_stopped_servers", token).json()["servers"][name]
        assert model["started"] or model["pending"] or model["stopped"]
        if model["ready"]:
            return model
        assert time.monotonic() < deadline, model
        time.sleep(0.2)


def run_a_cell(berth, code, token, url):
    """JupyterLab's services, as the extension sets them up: the token in a header, and in the WebSocket's address."""
    base = url.strip("/")
    assert code.send("GET", f"{base}/api/kernelspecs", token).json()["default"] == "python3"
    kernel = code.send("POST", f"{base}/api/kernels", token, {"name": "python3"}).json()["id"]
    socket = websocket.create_connection(
        f"{berth.url.replace('http', 'ws')}/{base}/api/kernels/{kernel}/channels?session_id=x&token={token}",
        timeout=60, suppress_origin=True, http_no_proxy=["localhost"])
    assert execute(socket, "6 * 7", "vera") == "42"
    socket.close()
    assert code.send("DELETE", f"{base}/api/kernels/{kernel}", token).status_code == 204


class StressTest:
    """What IBM's `hub-stress-test` calls, in its order. (It is not on PyPI.)"""

    def __init__(self, berth):
        self.endpoint = f"{berth.url}/hub/api"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"token {berth.admin.token}"

    def call(self, method, path, **options):
        answer = self.session.request(method, f"{self.endpoint}/{path}", timeout=30, **options)
        # It takes every answer below 400 for success, and would try these again.
        assert answer.status_code not in (429, 503, 504), answer.text
        return answer

    def wait(self, name, condition, within=60):
        deadline = time.monotonic() + within
        while not condition(self.call("GET", f"users/{name}").json()["servers"]):
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_the_stress_test_scales_users_and_servers_up_and_down(berth):
    stress = StressTest(berth)
    names = [f"hub-stress-test-{number}" for number in (1, 2)]
    assert not [user for user in stress.call("GET", "users").json() if user["name"].startswith("hub-stress-test")]
    assert stress.call("POST", "users", json={"usernames": names}).ok
    for name in names:
        assert stress.call("POST", f"users/{name}/server").ok
    for name in names:
        stress.wait(name, lambda servers: servers.get("", {}).get("ready"))
        # A time of no zone, a minute ahead, in a body of no type.
        now = (datetime.now(timezone.utc) + timedelta(minutes=1)).replace(tzinfo=None).isoformat()
        body = {"servers": {"": {"last_activity": now}}, "last_activity": now}
        assert stress.call("POST", f"users/{name}/activity", data=json.dumps(body)).ok
    for name in names:
        if stress.call("DELETE", f"users/{name}/server").status_code != 204:
            stress.wait(name, lambda servers: not servers)
        assert stress.call("DELETE", f"users/{name}").status_code == 204


def test_the_simulator_follows_the_launch_of_a_named_server(berth):
    """What `jupyterhub-simulator` does, which takes each line of the progress that is not empty for an event."""
    hub = berth.person("sim")
    path = "users/sim/servers/perf-test-0"
    with ThreadPoolExecutor(1) as pool:
        launch = pool.submit(hub.post, path)
        answer = until(lambda: following(hub, path), 20, what="there is a launch to follow")
        with answer:
            lines = [line for line in answer.iter_lines() if line.strip()]
        assert launch.result().status_code in (201, 202)
    events = [json.loads(line.decode().strip()[len("data: "):]) for line in lines]
    assert events[-1]["ready"] is True and not any(event.get("ready") for event in events[:-1])
    assert hub.delete(path).status_code in (202, 204)


def following(hub, path):
    """The stream of a launch's progress; None while there is none."""
    answer = hub.get(f"{path}/progress", stream=True)
    return answer if answer.status_code == 200 else None


@pytest.mark.parametrize("token", ["", "token=", "token=nonsense"])
def test_a_websocket_without_a_good_token_in_its_address_is_refused(berth, ada, token):
    with ada.kernel("ada") as kernel, pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        websocket.create_connection(
            f"{berth.url.replace('http', 'ws')}{kernel.path}/channels?{token}", timeout=20, suppress_origin=True,
            http_no_proxy=["localhost"])
    assert refusal.value.status_code == 403
