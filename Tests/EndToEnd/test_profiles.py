"""What an operator's profile gives a container: mounts, secrets, a home that goes; and what happens when it can't."""

import json
import os
import subprocess

import pytest

from harness import engine
from harness.berth import Berth
from harness.waiting import until

BASE = """
title: {title}
image: berth/notebook:minimal
cpu: {{reserve: 0.25, burst: 2}}
memory: 1G
ceiling: {{cpu: 2, memory: 1G}}
"""
SECRET = "the warehouse's password"


def profile(title, more):
    return BASE.format(title=title) + more


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A Berth with such profiles and a directory of secrets and shared data."""
    base = tmp_path_factory.mktemp("operator")
    for folder in (base, *base.parents[:2]):
        folder.chmod(0o755)
    (base / "shared").mkdir()
    (base / "shared" / "table.csv").write_text("a,b\n")
    (base / "open").mkdir()
    (base / "open").chmod(0o1777)
    (base / "secrets").mkdir(mode=0o700)
    (base / "secrets" / "warehouse").write_text(SECRET)
    berth = Berth(secrets_dir=base / "secrets", profiles={
        "shared": profile("Shared data", f"""
mounts:
  - {{source: {base}/shared, target: /data/shared}}
  - {{source: {base}/open, target: /data/open, read_only: false}}
  - {{source: {base}/shared, target: /data/closed, groups: [nobody-is-in-it]}}
secrets:
  - {{name: warehouse}}
"""),
        "lost-path": profile("A path that is not there", f"mounts: [{{source: {base}/none, target: /data}}]\n"),
        "lost-volume": profile("A volume that is not there", "mounts: [{source: volume:berth-none, target: /data}]\n"),
        "lost-secret": profile("A secret that is not there", "secrets: [{name: none}]\n"),
        "lost-runtime": profile("A runtime that is not there", "runtime: berth-none\n"),
        "passing": profile("A home that goes", "home: ephemeral\nruntime: runc\n"),
    })
    try:
        yield berth.start()
    finally:
        berth.close()


def test_shared_data_is_read_only_unless_said_and_secrets_are_the_users_alone(own):
    hub = own.person("ada")
    hub.launch("ada", profile="shared")
    container = own.containers("ada")[0]["Id"]
    with hub.kernel("ada") as kernel:
        assert kernel.run("print(open('/data/shared/table.csv').read().strip())") == "a,b\n"
        assert kernel.run("""
import os
def writes(path):
    try:
        open(path, "w").close()
        return True
    except OSError:
        return False
print(writes("/data/shared/new"), writes("/data/open/new"), os.path.exists("/data/closed"))
""") == "False True False\n"
        assert kernel.run("""
import stat
path = "/run/secrets/warehouse"
info = os.stat(path)
print(oct(stat.S_IMODE(info.st_mode)), info.st_uid == os.getuid(), open(path).read())
""") == f"0o400 True {SECRET}\n"
        assert kernel.run(f"print({SECRET!r} in str(dict(os.environ)))") == "False\n"
    assert SECRET not in json.dumps(engine.inspect(container))
    assert SECRET not in own.log.read_text()
    store = b"".join(path.read_bytes() for path in own.state.glob("berth.db*"))
    assert SECRET.encode() not in store
    copies = list((own.state / "run" / "secrets").iterdir())
    assert len(copies) == 1
    nobody = subprocess.run(["cat", copies[0] / "warehouse"], user=65534, group=65534, capture_output=True, text=True)
    assert nobody.returncode != 0 and SECRET not in nobody.stdout
    hub.stop("ada")
    assert list((own.state / "run" / "secrets").iterdir()) == []


@pytest.mark.parametrize("what, named", [
    ("path", "/none"), ("volume", "berth-none"), ("secret", "no such secret"), ("runtime", "berth-none")])
def test_a_launch_says_what_its_profile_lacks(own, what, named):
    user = f"lacks-{what}"
    hub = own.person(user)
    hub.post(f"users/{user}/server", {"profile": f"lost-{what}"})
    server = until(lambda: next((one for one in hub.get("servers").json() if one["phase"] == "finished"), None),
                   what="the launch has failed")
    assert server["reason"] == "profileUnmet"
    assert named in server["message"]
    assert own.containers(user) == []
    volumes = engine.call("GET", "/volumes", filters=engine.filters(name="berth-none"))["Volumes"] or []
    assert volumes == []


def test_an_ephemeral_home_is_writable_and_goes_with_the_server(own):
    hub = own.person("grace")
    hub.launch("grace", profile="passing")
    assert engine.inspect(own.containers("grace")[0]["Id"])["HostConfig"]["Runtime"] == "runc"
    with hub.kernel("grace") as kernel:
        assert kernel.run("open('note', 'w').write('x'); import os; print(os.getcwd())") == "/home/jovyan/notebooks\n"
    hub.stop("grace")
    assert not list(own.workspace("grace").rglob("note"))
    hub.launch("grace", profile="passing")
    with hub.kernel("grace") as kernel:
        assert kernel.run("import os; print(os.listdir())") == "[]\n"
