"""Each command against a running hub: what it prints, and how it ends."""

import json

import pytest

from harness.berth import REPO, Berth
from harness.hub import Hub

# `cara` is a person of this module only.
USER = "cara"


@pytest.fixture(scope="module")
def cara(berth):
    hub = berth.person(USER)
    done = berth.run("launch", hub=hub)
    assert done.returncode == 0, done.stderr
    return hub


def failed(done):
    """The message of a command that failed as it should: on stderr, no trace, nothing on stdout."""
    assert done.returncode not in (0, 132, 133, 134, 139), done.stdout
    assert done.stdout == ""
    assert "Fatal error" not in done.stderr
    return done.stderr


def test_version_prints_one(berth):
    done = berth.run("version")
    assert done.returncode == 0
    assert any(character.isdigit() for character in done.stdout)


def test_launch_waits_until_the_server_is_ready(berth, cara):
    assert cara.server(USER)["ready"] is True


def test_launch_of_what_runs_already_says_so(berth, cara):
    done = berth.run("launch", hub=cara)
    assert done.returncode == 0
    assert "ready" in done.stderr


def test_ls_lists_the_callers_servers(berth, cara):
    table = berth.run("ls", hub=cara)
    assert table.returncode == 0
    assert USER in table.stdout and "Running" in table.stdout
    listed = berth.run("ls", "--output", "json", hub=cara)
    assert listed.returncode == 0
    assert {server["owner"] for server in json.loads(listed.stdout)} == {USER}
    names = berth.run("ls", "--output", "name", hub=cara)
    assert names.stdout.split() == [f"{USER}/"]


def test_ls_all_lists_everybodys_for_an_admin_only(berth, cara):
    berth.running("ada")
    done = berth.run("ls", "--all", "--output", "json")
    assert done.returncode == 0
    assert {USER, "ada"} <= {server["owner"] for server in json.loads(done.stdout)}
    own = berth.run("ls", "--all", "--output", "json", hub=cara)
    assert own.returncode != 0 or {server["owner"] for server in json.loads(own.stdout)} == {USER}


def test_status_tells_the_phase(berth, cara):
    done = berth.run("status", hub=cara)
    assert done.returncode == 0
    assert "Running" in done.stdout
    assert json.loads(berth.run("status", "--output", "json", hub=cara).stdout)


def test_logs_show_what_jupyter_wrote(berth, cara):
    done = berth.run("logs", hub=cara)
    assert done.returncode == 0
    assert "jupyter" in done.stdout.lower()


def test_open_print_gives_one_link_alone(berth, cara):
    done = berth.run("open", "--print", hub=cara)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(berth.url)


def test_token_create_prints_a_token_that_works(berth, cara):
    done = berth.run("token", "create", hub=cara)
    assert done.returncode == 0
    token = done.stdout.split()[-1]
    assert Hub(berth.url, token).get("user").json()["name"] == USER


def test_user_add_is_for_admins(berth, cara):
    done = berth.run("user", "add", "newcomer")
    assert done.returncode == 0, done.stderr
    assert berth.admin.user("newcomer")["admin"] is False
    assert "newcomer" in failed(berth.run("user", "add", "newcomer"))
    assert failed(berth.run("user", "add", "another", hub=cara))
    assert berth.admin.get("users/another").status_code == 404


def test_doctor_finds_nothing_wrong(berth):
    done = berth.run("doctor", BERTH_STATE_DIR=str(berth.state), BERTH_LISTEN=f"127.0.0.1:{berth.port}",
                     BERTH_HUB_URL=berth.url, BERTH_NOTEBOOK_URL=berth.notebooks("{user}"),
                     BERTH_PROFILES_DIR=str(REPO / "profiles"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "engine" in done.stdout.lower()


def test_doctor_names_what_is_wrong_and_ends_with_1(berth):
    done = berth.run("doctor", "--client", BERTH_URL="http://localhost:9")
    assert done.returncode == 1
    assert "localhost:9" in done.stdout


@pytest.mark.parametrize("arguments, named", [
    (["launch", "--profile", "enormous"], "enormous"),
    (["launch", "--memory", "lots"], "lots"),
    (["launch", "--memory", "900G"], "memory"),
    (["launch", "../etc"], "dot segment"),
    (["status", "no-such-server"], "no-such-server"),
    (["frobnicate"], "frobnicate"),
    (["ls", "--output", "xml"], "xml"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else value)
def test_bad_input_is_named(berth, arguments, named):
    hub = berth.person("carl")
    assert named in failed(berth.run(*arguments, hub=hub))
    assert berth.containers("carl") == []


def test_bad_usage_ends_with_64_and_a_hub_that_is_away_with_2(berth):
    assert berth.run("frobnicate").returncode == 64
    assert berth.run("ls", BERTH_URL="http://localhost:9").returncode == 2
    assert berth.run("status", "no-such-server").returncode == 4
    assert berth.run("ls", BERTH_TOKEN="0" * 32).returncode == 3


def test_a_hub_that_is_not_there_is_named(berth):
    message = failed(berth.run("ls", BERTH_URL="http://localhost:9"))
    assert "localhost:9" in message


def test_a_wrong_token_is_told_from_a_hub_that_is_away(berth):
    message = failed(berth.run("ls", BERTH_TOKEN="0123456789abcdef0123456789abcdef"))
    assert "token" in message.lower() or "credentials" in message.lower()


def test_stop_stops_and_says_so(berth, cara):
    done = berth.run("stop", hub=cara)
    assert done.returncode == 0, done.stderr
    assert cara.is_stopped(USER)
    assert berth.containers(USER) == []
    assert "Stopped" in berth.run("status", hub=cara).stdout


# How `berth serve` refuses to start

def refuses(**settings):
    """The message of a `serve` that doesn't start with these settings."""
    import subprocess

    berth = Berth(**settings)
    try:
        done = subprocess.run(berth.arguments(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30,
                              env=berth.environment())
        assert done.returncode not in (0, 132, 133, 134, 139)
        assert "Fatal error" not in done.stderr
        return done.stdout + done.stderr
    finally:
        berth.serve_process = None
        berth.close()


@pytest.mark.parametrize("settings, named", [
    ({"listen": "0.0.0.0:18999"}, "listen"),
    ({"reach": "sideways"}, "reach"),
    ({"notebook_url": "http://localhost:18999", "hub_url": "http://localhost:18999"}, "one_origin"),
    ({"default_profile": "enormous"}, "enormous"),
    ({"stop_grace": "soon"}, "stop_grace"),
], ids=str)
def test_serve_refuses_settings_by_name(settings, named):
    message = refuses(**settings)
    assert named in message or named.replace("_", "-") in message


def test_serve_names_a_port_in_use(berth):
    assert str(berth.port) in refuses(listen=f"127.0.0.1:{berth.port}")


def test_a_second_serve_on_the_same_state_is_refused(berth):
    assert str(berth.state) in refuses(state_dir=berth.state)


def test_a_corrupt_store_is_named_and_left_alone(tmp_path):
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    (state / "berth.db").write_bytes(b"this is no database" * 100)
    assert "berth.db" in refuses(state_dir=state)
    assert (state / "berth.db").read_bytes().startswith(b"this is no database")


def test_a_workspace_that_is_a_link_is_refused(berth, tmp_path):
    hub = berth.person("linus")
    (berth.state / "workspaces").mkdir(exist_ok=True)
    berth.workspace("linus").symlink_to(tmp_path)
    answer = hub.post("users/linus/server")
    assert answer.status_code in (202, 400, 409, 500, 503)
    from harness.waiting import until
    until(lambda: hub.is_stopped("linus"), 60)
    assert berth.containers("linus") == []
    assert list(tmp_path.iterdir()) == []
