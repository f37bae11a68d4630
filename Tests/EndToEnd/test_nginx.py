"""Berth behind nginx as `scripts/nginx/berth.conf` sets it up: TLS there, plain HTTP behind."""

import base64
import json
import sqlite3
import time

import pytest
import requests
from requests.adapters import HTTPAdapter

from harness.berth import Berth, free_port
from harness.browser import open_lab, run_first_cell
from harness.certificates import Certificate
from harness.nginx import Nginx
from harness.waiting import until

CLIENT = "127.0.0.9"


class From(HTTPAdapter):
    """Connects from another address of this machine, which no proxy has."""

    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(*arguments, source_address=(CLIENT, 0), **options)


@pytest.fixture(scope="module")
def berth(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    certificate = Certificate(folder / "certificate", "nina")
    port = free_port()
    berth = Berth(url=f"https://localhost:{port}", certificate=certificate, trusted_proxies="127.0.0.1",
                  log_level="debug", log_format="json")
    nginx = Nginx(folder / "nginx", port, certificate, upstream=berth.port)
    try:
        yield berth.start()
    finally:
        berth.close()
        nginx.close()


@pytest.fixture(scope="module")
def nina(berth):
    return berth.running("nina")


@pytest.fixture
def far(nina):
    """Nina's client on another machine."""
    nina.session.mount("https://", From())
    yield nina
    nina.session.mount("https://", HTTPAdapter())


def logged(berth, request):
    """The gateway's line about the request of this id."""
    def find():
        lines = [json.loads(line) for line in berth.gateway_log_end(2000).splitlines() if line.startswith("{")]
        return next((line["metadata"] for line in lines if line.get("metadata", {}).get("id") == request), None)

    return until(find, 10, what=f"the log tells of {request}")


def test_a_browser_works_in_jupyterlab(berth, nina, chromium):
    context = chromium.new_context(ignore_https_errors=True)
    page = context.new_page()
    link = nina.post("users/nina/login-link", {"next": "/hub/open/nina"}).json()["url"]
    open_lab(page, link)
    assert page.url.startswith(f"{berth.notebooks('nina')}/user/nina/lab")
    run_first_cell(page, "print('behind nginx', 6 * 7)", "behind nginx 42")
    assert {cookie["name"] for cookie in context.cookies() if "berth" in cookie["name"]} == {
        "__Host-berth-session", "__Host-berth-pass"}
    context.close()


def test_a_program_runs_a_kernel_and_uploads_megabytes(nina):
    with nina.kernel("nina") as kernel:
        assert kernel.run("print(6 * 7)") == "42\n"
        content = base64.b64encode(bytes(8_000_000)).decode()
        answer = nina.call("PUT", "/user/nina/api/contents/big.bin", json={
            "type": "file", "format": "base64", "content": content})
        assert answer.status_code == 201, answer.text[:200]
        assert kernel.run("import os; print(os.path.getsize('big.bin'))") == "8000000\n"


def test_progress_comes_while_the_launch_goes_on(berth):
    hub = berth.person("noel")
    with pytest.raises(requests.Timeout):
        hub.post("users/noel/server", timeout=0.05)
    arrivals = []
    with hub.get("users/noel/server/progress", stream=True) as answer:
        for line in answer.iter_lines(chunk_size=1):
            if line.startswith(b"data: "):
                arrivals.append((time.monotonic(), json.loads(line[6:])))
    assert arrivals[-1][1].get("ready"), arrivals[-1]
    assert arrivals[-1][0] - arrivals[0][0] > 0.1, arrivals


def test_the_clients_own_address_is_known_and_cannot_be_claimed(berth, far):
    answer = far.post("users/nina/login-link", headers={"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.8"})
    assert answer.status_code == 201
    assert logged(berth, answer.headers["X-Request-Id"])["address"] == CLIENT
    with sqlite3.connect(f"file:{berth.state}/berth.db?mode=ro", uri=True) as store:
        addresses = [row[0] for row in store.execute("SELECT address FROM audit ORDER BY id DESC LIMIT 1")]
    assert addresses == [CLIENT]


def test_a_request_has_one_id_everywhere_and_no_query_in_a_log(berth, nina):
    answer = nina.get("users/nina", params={"secret": "do-not-log-me"}, headers={"X-Request-Id": "made-up"})
    request = answer.headers["X-Request-Id"]
    assert request != "made-up" and len(request) == 32, "it is nginx's"
    line = logged(berth, request)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/hub/api/users/nina", "200")
    assert "do-not-log-me" not in berth.gateway_log_end(5000) + berth.log_end(5000)
    own = nina.get("/user/nina/api/status").headers["X-Request-Id"]
    assert logged(berth, own)["user"] == "nina"


def test_past_the_proxy_nobody_is_served_in_the_clear(berth, nina):
    session = requests.Session()
    session.mount("http://", From())
    session.headers = {"Host": berth.url.removeprefix("https://"), "Authorization": f"token {nina.token}"}
    direct = f"http://127.0.0.1:{berth.port}/hub/api/user"
    for told in ({}, {"X-Forwarded-Proto": "https"}):
        answer = session.get(direct, headers=told, allow_redirects=False, timeout=10)
        assert (answer.status_code, answer.headers.get("Location")) == (302, f"{berth.url}/hub/api/user")
        assert session.post(direct, headers=told, timeout=10).status_code == 403
