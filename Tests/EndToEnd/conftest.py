"""Fixtures: one Berth for each test process, and browsers that have never seen it."""

import os
import pathlib

import pytest
from playwright.sync_api import sync_playwright

from harness import notes
from harness.berth import Berth
from harness.cluster import Cluster
from harness.desk import Desk

CHROMIUM = os.environ.get("BERTH_CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def berth():
    """A Berth that all tests of this process share. Tests that kill it or cut its engine off make their own."""
    berth = Berth(admin_access="true")
    try:
        yield berth.start()
    finally:
        berth.close()


@pytest.fixture
def ada(berth):
    """Ada's client; her server is ready."""
    return berth.running("ada")


@pytest.fixture
def bob(berth):
    """Bob's client; his server is ready."""
    return berth.running("bob")


@pytest.fixture
def cluster(berth):
    """The operator's cluster directory, empty before and after."""
    cluster = Cluster(berth)
    yield cluster
    cluster.clear()


@pytest.fixture(scope="session")
def desk():
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def chromium(desk):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=desk.program(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def new_browser(chromium):
    """Makes clean profiles: no cookies, no storage, no logins."""
    contexts = []

    def make():
        context = chromium.new_context(viewport={"width": 1360, "height": 850})
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows the end of its Berth's log."""
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed:
        for berth in {id(value): value for value in item.funcargs.values() if isinstance(value, Berth)}.values():
            report.sections.append(("berth serve", berth.log_end(60)))


def pytest_sessionstart(session):
    """Missing parts fail the whole run, with a word about what to do."""
    from harness.berth import BINARY

    if not hasattr(session.config, "workerinput"):
        notes.forget()
    for path, remedy in ((BINARY, "run scripts/test"), (CHROMIUM, "apt-get install chromium")):
        if not pathlib.Path(path).exists():
            pytest.exit(f"{path} is missing: {remedy}", returncode=3)


def pytest_terminal_summary(terminalreporter):
    if notes.read():
        terminalreporter.write_line("\n" + notes.read())
