"""The OpenAPI document: valid, and kept by the running hub whatever is sent to it."""

import os

import pytest

from harness import clients
from harness.berth import Berth

# Cases for each operation: enough for a run of every day. By hand: BERTH_EXAMPLES=500.
EXAMPLES = os.environ.get("BERTH_EXAMPLES", "8")


@pytest.fixture(scope="module")
def contract():
    """A Berth of its own: its only image is nowhere, so that launches come to nothing."""
    berth = Berth(launch_wait="1ms", default_profile="gone")
    for profile in (berth.folder / "profiles").iterdir():
        if profile.stem != "gone":
            profile.unlink()
    try:
        yield berth.start()
    finally:
        berth.close()


def test_the_document_is_valid_openapi(contract, tmp_path):
    path = tmp_path / "openapi.json"
    path.write_text(contract.admin.get("openapi.json").text)
    done = clients.run("openapi-spec-validator", path)
    assert done.returncode == 0, done.stdout


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("user", ["admin", "olga"])
def test_nothing_that_is_sent_breaks_the_document(contract, tmp_path, user):
    # A valid body may still ask for what is not there (a profile, a scope): that it is refused breaks no promise.
    # One worker: CPython 3.11.2 fails when two threads parse Python at once ("AST constructor recursion depth mismatch").
    hub = contract.admin if user == "admin" else contract.person(user)
    done = clients.run(
        "schemathesis", "run", f"{contract.url}/hub/api/openapi.json", "--url", contract.url,
        "--header", f"Authorization: token {hub.token}", "--seed", "20261125", "--max-examples", EXAMPLES,
        "--phases", "coverage,fuzzing", "--workers", "1", "--generation-database", "none", "--no-color",
        "--request-timeout", "30", "--continue-on-failure", "--exclude-checks", "positive_data_acceptance",
        # One that is begun has every launch after it refused.
        "--exclude-path", "/hub/api/drain",
        # The stream of news goes on for minutes.
        "--exclude-path", "/hub/api/events",
        "--warnings", "off", folder=tmp_path, timeout=3500)
    assert done.returncode == 0, done.stdout[-20000:]
