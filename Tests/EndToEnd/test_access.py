"""Who gets to whose server, over HTTP and WebSocket, and from which host."""

import pytest
import requests
import websocket

from harness.hub import Hub
from harness.kernel import open_websocket


def socket_status(hub, path, **options):
    """The status that refuses a WebSocket, or 101."""
    try:
        open_websocket(hub, path, **options).close()
        return 101
    except websocket.WebSocketBadStatusException as refusal:
        return refusal.status_code


@pytest.fixture
def channels(ada):
    """The WebSocket path of a kernel of Ada's."""
    with ada.kernel("ada") as kernel:
        yield f"{kernel.path}/channels"


@pytest.mark.parametrize("path", ["api/status", "api/contents", "lab", "api/kernels"])
def test_another_persons_token_gets_403(berth, ada, path):
    bob = berth.person("bob")
    assert bob.get(f"/user/ada/{path}").status_code == 403
    assert ada.get(f"/user/ada/{path}").status_code == 200


def test_another_persons_token_starts_no_kernel(berth, ada):
    before = ada.get("/user/ada/api/kernels").json()
    assert berth.person("bob").post("/user/ada/api/kernels", {"name": "python3"}).status_code == 403
    assert [kernel["id"] for kernel in ada.get("/user/ada/api/kernels").json()] == [kernel["id"] for kernel in before]


def test_another_persons_token_opens_no_websocket(berth, ada, channels):
    bob = berth.person("bob")
    assert socket_status(bob, channels) == 403
    assert socket_status(bob, channels, token_in_query=True) == 403
    assert socket_status(ada, channels) == 101
    assert socket_status(ada, channels, token_in_query=True) == 101


def test_a_made_up_token_gets_403_and_no_credentials_no_content(berth, ada, channels):
    forger = Hub(berth.url, "0123456789abcdef0123456789abcdef")
    assert forger.get("/user/ada/api/status").status_code == 403
    assert socket_status(forger, channels) == 403
    stranger = Hub(berth.url)
    assert stranger.get("/user/ada/api/status").status_code in (401, 403)
    assert socket_status(stranger, channels) in (401, 403)


def test_another_persons_token_cannot_act_on_a_server(berth, ada):
    bob = berth.person("bob")
    assert bob.post("users/ada/server").status_code in (403, 404)
    assert bob.delete("users/ada/server").status_code in (403, 404)
    assert bob.post("users/ada/tokens").status_code in (403, 404)
    assert bob.get("users/ada").status_code in (403, 404)
    assert bob.post("users/carol").status_code == 403
    assert ada.server("ada")["ready"] is True


def test_the_containers_own_token_is_no_way_in(berth, ada):
    from harness import engine

    variables = engine.inspect(berth.containers("ada")[0]["Id"])["Config"]["Env"]
    token = next(line.removeprefix("JUPYTER_TOKEN=") for line in variables if line.startswith("JUPYTER_TOKEN="))
    assert Hub(berth.url, token).get("/user/ada/api/status").status_code == 403
    assert Hub(berth.url, token).get("user").status_code == 403


def test_a_token_works_on_the_users_own_host_too(berth, ada):
    answer = ada.get("/user/ada/api/status", headers={"Host": f"ada.localhost:{berth.port}"})
    assert answer.status_code == 200


def test_an_unknown_host_gets_421_and_is_told_which_settings(berth, ada):
    for host in ("evil.example", f"evil.example:{berth.port}", f"localhost:{berth.port}.evil.example"):
        answer = ada.get("user", headers={"Host": host})
        assert answer.status_code == 421, host
        assert "hub_url" in answer.text


def test_one_persons_host_does_not_serve_another(berth, ada, bob):
    # A token carries its own authority on any host, so this is about what a browser would be given: a page.
    answer = requests.get(f"{berth.url}/user/bob/lab", headers={"Host": f"ada.localhost:{berth.port}"},
                          allow_redirects=False, timeout=20)
    assert answer.status_code in (302, 303, 307, 403, 404, 421)
    assert "jupyter-config-data" not in answer.text


@pytest.mark.parametrize("path", [
    "/user/ada/../bob/api/status", "/user/ada/%2e%2e/bob/api/status", "/user/ada/..%2fbob/api/status",
    "/user/ada//../bob/api/status", "/user/ADA/api/status", "/user/adam/api/status", "/user/ada\\..\\bob/api/status",
])
def test_paths_that_pretend_reach_nobody_else(berth, ada, bob, path):
    import http.client

    connection = http.client.HTTPConnection("localhost", berth.port, timeout=20)
    connection.putrequest("GET", path, skip_host=False)
    connection.putheader("Authorization", f"token {ada.token}")
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status in (301, 302, 308, 400, 403, 404, 424), answer.read()
    connection.close()


def test_a_deleted_token_is_refused_and_its_websocket_closes(berth, ada, channels):
    made = ada.post("users/ada/tokens", {"note": "short-lived"}).json()
    hub = Hub(berth.url, made["token"])
    socket = open_websocket(hub, channels)
    assert ada.delete(f"users/ada/tokens/{made['id']}").status_code == 204
    socket.settimeout(8)
    with pytest.raises((websocket.WebSocketConnectionClosedException, ConnectionError)):
        while socket.recv():
            pass
        raise websocket.WebSocketConnectionClosedException
    assert hub.get("user").status_code == 403


def test_credentials_that_are_missing_get_jupyterhubs_answer(berth):
    answer = Hub(berth.url).get("user")
    assert answer.status_code == 403
    assert answer.json()["message"] == "Missing or invalid credentials."
    assert answer.headers["X-JupyterHub-Version"]
