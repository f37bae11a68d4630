"""A launch from the first request to a cell's output, and what is refused on the way."""

import os
import threading

import pytest

from harness.waiting import until

IDENTITY = "import os; print(*(os.environ.get(n) for n in ('BERTH_USER', 'NB_USER', 'JUPYTERHUB_USER')))"


def test_a_launch_answers_201_or_202_and_the_server_becomes_ready(berth):
    hub = berth.person("nova")
    answer = hub.post("users/nova/server", {"profile": "small"})
    assert answer.status_code in (201, 202)
    assert answer.content == b""
    hub.ready("nova")
    model = hub.user("nova")
    assert model["server"] == "/user/nova/"
    assert model["servers"][""]["ready"] is True
    assert model["servers"][""]["url"] == "/user/nova/"
    assert len(berth.containers("nova")) == 1
    again = hub.post("users/nova/server")
    assert again.status_code == 400
    assert "already running" in again.json()["message"]
    hub.stop("nova")


def test_a_cell_sees_its_identity(ada):
    with ada.kernel("ada") as kernel:
        assert kernel.run(IDENTITY).split() == ["ada", "ada", "ada"]
        assert kernel.run("import getpass, os; print(getpass.getuser(), os.getuid() > 0)").split() == ["ada", "True"]
        assert "JUPYTERHUB_API_TOKEN" not in kernel.run("import os; print(*os.environ)").split()


def test_a_profiles_own_identity_loses_and_its_other_variables_are_kept(berth):
    hub = berth.person("ivan")
    hub.launch("ivan", profile="impostor")
    with hub.kernel("ivan") as kernel:
        assert kernel.run(IDENTITY).split() == ["ivan", "ivan", "ivan"]
        assert kernel.run("import os; print(os.environ['FAVOURITE_COLOUR'])").strip() == "green"
    hub.stop("ivan")


def test_a_file_written_by_a_cell_is_the_users_and_is_there_after_a_relaunch(berth):
    hub = berth.person("flora")
    hub.launch("flora")
    with hub.kernel("flora") as kernel:
        uid = int(kernel.run("import os; open('kept.txt', 'w').write('still here'); print(os.getuid())"))
    file = berth.workspace("flora") / "notebooks" / "kept.txt"
    assert file.read_text() == "still here"
    assert (file.stat().st_uid, berth.workspace("flora").stat().st_uid) == (uid, uid)
    assert uid != 0
    hub.stop("flora")
    assert file.exists()
    hub.launch("flora")
    with hub.kernel("flora") as kernel:
        assert kernel.run("print(open('kept.txt').read())").strip() == "still here"
    hub.stop("flora")


def test_two_people_have_different_uids(ada, bob):
    with ada.kernel("ada") as of_ada, bob.kernel("bob") as of_bob:
        assert of_ada.run("import os; print(os.getuid())") != of_bob.run("import os; print(os.getuid())")


def test_a_stopped_server_answers_424_with_json_or_a_page(berth):
    hub = berth.running("stefan")
    answer = hub.delete("users/stefan/server")
    assert answer.status_code in (202, 204) and answer.content == b""
    until(lambda: hub.is_stopped("stefan"), what="stopped")
    assert berth.containers("stefan") == []
    data = hub.get("/user/stefan/api/status")
    assert data.status_code == 424
    assert "application/json" in data.headers["Content-Type"]
    assert "/user/stefan/" in data.json()["message"]
    page = hub.get("/user/stefan/lab", headers={"Accept": "text/html"})
    assert page.status_code == 424
    assert "text/html" in page.headers["Content-Type"]
    assert hub.delete("users/stefan/server").status_code == 204


def test_progress_tells_the_phases_and_ends_with_one_last_word(berth):
    hub = berth.person("petra")
    asked = threading.Thread(target=lambda: hub.post("users/petra/server"))
    watching = berth.person("petra")
    asked.start()
    until(lambda: watching.server("petra").get("pending") or watching.server("petra").get("ready"), every=0.01,
          what="the launch is known")
    events = watching.progress("petra")
    asked.join()
    assert [event["progress"] for event in events] == sorted(event["progress"] for event in events)
    assert all(event["progress"] < 100 and event["message"] for event in events[:-1])
    last = events[-1]
    assert (last["progress"], last["ready"], last["url"]) == (100, True, "/user/petra/")
    assert [event.get("ready") for event in watching.progress("petra")] == [True]
    hub.stop("petra")
    assert hub.get("users/petra/server/progress").status_code == 400


@pytest.mark.parametrize("options, named", [
    ({"profile": "enormous"}, "enormous"),
    ({"memory": "lots"}, "lots"),
    ({"memory": "900G"}, "memory"),
    ({"cpu": 64}, "cpu"),
    ({"cpu": -1}, "cpu"),
    ({"memory": "1M"}, "memory"),
    ({"colour": "green"}, "colour"),
    ({"user_options": {"memory": "lots"}}, "lots"),
    ({"image": "debian"}, "image"),
], ids=str)
def test_bad_options_are_refused_by_name_and_nothing_is_left(berth, options, named):
    hub = berth.person("bea")
    answer = hub.post("users/bea/server", options)
    assert answer.status_code == 400, answer.text
    problem = answer.json()
    assert problem["status"] == 400 and problem["code"]
    assert named in problem["message"]
    assert hub.is_stopped("bea")
    assert berth.containers("bea") == []


@pytest.mark.parametrize("path, status", [
    ("users/nobody/server", 404),
    ("users/..%2f..%2fetc/server", 400),
    ("users/%2e%2e/server", 400),
    ("users/bea/servers/..", 400),
    ("users/bea/servers/%2e%2e", 400),
    ("users/bea/servers/Not%20A%20Name", 400),
], ids=str)
def test_bad_names_are_refused(berth, path, status):
    berth.person("bea")
    # `requests` would tidy such paths up.
    import http.client
    connection = http.client.HTTPConnection("localhost", berth.port, timeout=20)
    connection.request("POST", f"/hub/api/{path}", headers={"Authorization": f"token {berth.admin.token}"})
    answer = connection.getresponse()
    assert answer.status in {status, 404}, answer.read()
    assert answer.status < 500
    connection.close()


def test_an_image_that_is_gone_fails_with_a_reason(berth):
    hub = berth.person("gina")
    answer = hub.post("users/gina/server", {"profile": "gone"})
    assert answer.status_code in (202, 400, 500, 502, 503, 504)
    until(lambda: hub.is_stopped("gina"), 60, what="the launch has failed")
    last = hub.progress("gina")[-1]
    assert last["failed"] is True and last["progress"] == 100
    assert "image" in last["message"].lower()
    assert berth.containers("gina") == []


def test_the_container_is_closed_off(berth, ada):
    from harness import engine

    config = engine.inspect(berth.containers("ada")[0]["Id"])
    host = config["HostConfig"]
    assert config["Config"]["User"].split(":")[0] not in ("", "0", "root")
    assert host["ReadonlyRootfs"] is True and host["Init"] is True and host["Privileged"] is False
    assert host["CapDrop"] == ["ALL"] or host["CapDrop"] == ["all"]
    assert "no-new-privileges" in " ".join(host["SecurityOpt"])
    assert host["Memory"] == host["MemorySwap"] > 0 and host["PidsLimit"] > 0
    assert host["RestartPolicy"]["Name"] in ("", "no")
    with ada.kernel("ada") as kernel:
        reached = kernel.run(REACH.replace("PORT", str(berth.port)), timeout=60)
    assert reached.split() == ["closed"] * 3


# The host by its bridge address, Berth's own port there, and where clouds answer with the machine's credentials.
REACH = """
import socket
gateway = [line.split() for line in open('/proc/net/route')][1:]
gateway = next(words[2] for words in gateway if words[1] == '00000000')
gateway = '.'.join(str(int(gateway[i:i + 2], 16)) for i in (6, 4, 2, 0))
for place in ((gateway, 22), (gateway, PORT), ('169.254.169.254', 80)):
    try:
        socket.create_connection(place, timeout=2).close()
        print('open')
    except OSError:
        print('closed')
"""


def test_a_stop_leaves_nothing_of_the_user_removed(berth):
    hub = berth.running("stefan")
    (berth.workspace("stefan") / "notebooks" / "mine.txt").write_text("mine")
    hub.stop("stefan")
    assert sorted(os.listdir(berth.workspace("stefan") / "notebooks")) == ["mine.txt"]
