"""Passwords, sessions, and `berth login`: on the page, at a terminal, and what ends with them."""

import json

import pytest

from harness.hub import Hub
from harness.kernel import closes, open_websocket_as
from harness.terminal import at_terminal

WRONG = "User name or password is wrong"


def give_password(berth, name):
    """A user's made password, as an admin passes it on."""
    berth.person(name)
    done = berth.run("user", "password", name)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def log_in(page, berth, name, password, path="/hub/"):
    """Fills in the login page, wherever `path` leads."""
    page.goto(f"{berth.url}{path}")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("text=Log in >> nth=-1")


def is_logged_in(page, berth):
    return page.request.get(f"{berth.url}/hub/api/user").status == 200


def test_a_password_logs_in_and_a_deep_link_survives_it(berth, new_browser):
    berth.running("paula")
    password = give_password(berth, "paula")
    page = new_browser().new_page()
    log_in(page, berth, "paula", password, path="/hub/open/paula?path=lab")
    page.wait_for_url(f"{berth.notebooks('paula')}/user/paula/lab**")
    assert is_logged_in(page, berth)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(berth, new_browser):
    give_password(berth, "petra")
    for name in ("petra", "nobody-of-this-name"):
        page = new_browser().new_page()
        log_in(page, berth, name, "not the password")
        assert page.locator("[role=alert]").inner_text() == WRONG
        assert not is_logged_in(page, berth)


def test_a_new_password_ends_the_other_sessions_and_their_websockets(berth, new_browser):
    hub = berth.running("pavel")
    password = give_password(berth, "pavel")
    here, there = new_browser().new_page(), new_browser().new_page()
    for page in (here, there):
        log_in(page, berth, "pavel", password, path="/hub/open/pavel?path=lab")
        page.wait_for_url(f"{berth.notebooks('pavel')}/user/pavel/lab**")
    with hub.kernel("pavel") as kernel:
        socket = open_websocket_as(there, berth, "pavel", f"{kernel.path}/channels")
        here.goto(f"{berth.url}/hub/account")
        here.fill("input[name=current]", password)
        for field in ("password", "again"):
            here.fill(f"input[name={field}]", "another password")
        here.click("button:has-text('Change')")
        here.wait_for_url("**/hub/account?done=password")
        assert closes(socket)
    assert is_logged_in(here, berth)
    assert not is_logged_in(there, berth)


def test_sessions_are_listed_and_ended_on_the_command_line(berth, new_browser):
    hub = berth.person("polly")
    password = give_password(berth, "polly")
    page = new_browser().new_page()
    log_in(page, berth, "polly", password)
    page.wait_for_selector("text=Your servers")
    listed = json.loads(berth.run("session", "ls", "--output", "json", hub=hub).stdout)
    assert [session["address"] for session in listed] == ["127.0.0.1"]
    assert "on Linux" in listed[0]["browser"]
    assert berth.run("session", "revoke", listed[0]["id"], hub=hub).returncode == 0
    assert not is_logged_in(page, berth)
    log_in(page, berth, "polly", password)
    page.wait_for_selector("text=Your servers")
    assert berth.run("logout", "--everywhere", hub=hub).returncode == 0
    assert not is_logged_in(page, berth)
    assert hub.get("user").status_code == 200


def test_guessing_is_slowed_down_and_says_so(berth):
    password = give_password(berth, "prey")
    stranger = Hub(berth.url)

    def guess(word):
        return stranger.post("users/prey/tokens", {"auth": {"username": "prey", "password": word}})

    answers = [guess(f"guess number {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert guess(password).status_code == 429


def test_berth_login_asks_without_echo_and_keeps_a_token_that_logout_revokes(berth, tmp_path):
    password = give_password(berth, "pia")
    file = tmp_path / "berth" / "credentials.json"
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}

    class Person:
        """A person of another machine: no credentials yet."""
        def environment(self):
            return berth.environment() | environment

    status, shown = at_terminal(Person(), ["login", berth.url], [("User name", "pia"), ("Password", password)])
    assert status == 0, shown
    assert password not in shown
    assert file.stat().st_mode & 0o777 == 0o600
    kept = json.loads(file.read_text())
    assert kept["url"] == berth.url
    assert Hub(berth.url, kept["token"]).get("user").json()["name"] == "pia"
    assert berth.run("ls", BERTH_TOKEN="", BERTH_URL="", **environment).returncode == 0
    status, shown = at_terminal(Person(), ["logout"], [])
    assert status == 0, shown
    assert Hub(berth.url, kept["token"]).get("user").status_code == 403
    assert "token" not in json.loads(file.read_text())


def test_berth_login_tells_a_wrong_password(berth):
    give_password(berth, "pius")
    status, shown = at_terminal(
        berth, ["login", berth.url, "--user", "pius"], [("Password", "not the password")])
    assert status == 3
    assert WRONG in shown
    assert not (berth.folder / ".config/berth/credentials.json").exists()


@pytest.mark.parametrize("url, said", [
    ("http://localhost:9", "nothing listens"), ("http://hub.example.com", "plain HTTP"), ("ftp://x", "hub's address")])
def test_berth_login_names_what_is_wrong_with_the_address(berth, url, said):
    done = berth.run("login", url, BERTH_TOKEN="", BERTH_URL="")
    assert done.returncode != 0
    assert said in done.stderr


def test_berth_login_refuses_a_certificate_that_this_machine_does_not_trust(berth, tmp_path):
    import http.server
    import ssl
    import subprocess
    import threading

    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "key",
                    "-out", tmp_path / "certificate", "-days", "1", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        done = berth.run("login", f"https://localhost:{server.server_port}", BERTH_TOKEN="", BERTH_URL="")
        assert done.returncode == 2
        assert "certificate" in done.stderr
    finally:
        server.shutdown()
