"""Images from a private registry: logins, digests, a tag that moves, what is pulled when."""

import json
import subprocess

import pytest

from harness.berth import Berth
from harness.registry import Registry
from harness.waiting import until

PASSWORD = "open-sesame-7"
PROFILE = """
title: {title}
image: {image}
pull: {pull}
cpu: {{reserve: 0.25, burst: 2}}
memory: 512M
ceiling: {{cpu: 2, memory: 512M}}
"""


@pytest.fixture(scope="module")
def registry():
    registry = Registry("berth/notebook:minimal", login=f"ada:{PASSWORD}")
    yield registry
    registry.close()
    subprocess.run(["docker", "image", "rm", "-f", registry.name], capture_output=True)
    for image in dangling(registry):
        subprocess.run(["docker", "image", "rm", "-f", image], capture_output=True)


def dangling(registry):
    listed = subprocess.run(
        ["docker", "image", "ls", "-aq", "--no-trunc", "--filter", "label=of=the end-to-end tests' registry"],
        capture_output=True, text=True)
    return set(listed.stdout.split())


@pytest.fixture(scope="module")
def own(registry, tmp_path_factory):
    file = tmp_path_factory.mktemp("registry") / "config.json"
    file.write_text(registry.docker_config())
    file.chmod(0o644)
    berth = Berth(registry_credentials=file, profiles={
        "fresh": PROFILE.format(title="Fresh", image=registry.name, pull="always"),
        "never": PROFILE.format(title="Never", image=f"{registry.host}/other:1", pull="never"),
    })
    berth.registry_file = file
    try:
        yield berth.start()
    finally:
        berth.close()


def fleet(hub, name):
    return next(server for server in hub.get("servers").json() if server["owner"] == name)


def failed(own, name, profile):
    hub = own.person(name)
    hub.post(f"users/{name}/server", {"profile": profile})
    return until(lambda: next((one for one in hub.get("servers").json() if one["phase"] == "finished"), None),
                 what="the launch has failed")


def test_a_credentials_file_that_others_can_read_is_refused(own):
    server = failed(own, "eve", "fresh")
    assert server["reason"] == "profileUnmet" and "chmod 600" in server["message"]


def test_an_image_that_is_never_pulled_is_not(own, registry):
    before = registry.refused
    server = failed(own, "frank", "never")
    assert server["reason"] == "imageMissing" and "never pulls" in server["message"]
    assert registry.refused == before


def test_a_login_pulls_a_digest_is_told_and_a_moved_tag_is_the_next_starts(own, registry):
    own.registry_file.chmod(0o600)
    first = registry.move("1")
    ada, bob = own.person("ada"), own.person("bob")
    ada.launch("ada", profile="fresh", within=180)
    assert registry.refused > 0
    server = fleet(ada, "ada")
    assert (server["image"], server["image_digest"], server["newer_image"]) == (registry.name, first, False)
    second = registry.move("2")
    bob.launch("bob", profile="fresh", within=180)
    assert fleet(bob, "bob")["image_digest"] == second
    until(lambda: fleet(ada, "ada")["newer_image"], within=60, what="the newer image is told")
    assert fleet(ada, "ada")["image_digest"] == first
    status = own.run("status", hub=ada)
    assert "newer image on next start" in status.stdout and first in status.stdout
    ada.stop("ada")
    ada.launch("ada", profile="fresh", within=180)
    assert fleet(ada, "ada")["image_digest"] == second and not fleet(ada, "ada")["newer_image"]
    assert PASSWORD not in own.log.read_text()
    assert json.loads(registry.docker_config())["auths"][registry.host]["auth"] not in own.log.read_text()


def test_images_that_nothing_uses_any_more_are_removed_and_foreign_ones_never(own, registry):
    """After the test before: the first image has lost its tag and its server, the second runs."""
    listed = json.loads(own.run("image", "ls", "--output", "json").stdout)
    unused = [image["id"] for image in listed if image["unused"]]
    used = next(image for image in listed if image["references"] == [registry.name])
    assert len(unused) == 1 and {"ada/", "bob/", "profile fresh"} <= set(used["used_by"])
    ours = next(image for image in listed if "berth/notebook:minimal" in image["references"])
    assert ours["pulled_at"] is None and not ours["unused"]
    assert own.person("ada").post("images/prune").status_code == 403
    assert unused[0] in own.run("image", "prune", "--dry-run", "--output", "json").stdout
    assert unused[0] in dangling(registry)
    done = own.run("image", "prune")
    assert done.returncode == 0 and "Removed 1" in done.stderr, done.stderr
    assert unused[0] not in dangling(registry) and used["id"] in dangling(registry)
    assert "Nothing to remove" in own.run("image", "prune").stderr


def test_a_wrong_login_ends_the_launch_at_once(own, registry):
    registry.login = "ada:changed"
    server = failed(own, "grace", "fresh")
    assert server["reason"] == "imageMissing"
    assert PASSWORD not in server["message"]
