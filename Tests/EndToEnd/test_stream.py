"""Many tabs of one browser: they share one stream of news, and one that nobody sees listens to nothing. A browser opens six
connections to a host, so that six streams would starve the seventh tab."""

import pytest

from harness.berth import Berth
from harness.browser import home_of
from harness.waiting import until

TABS = 8

HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def dock():
    berth = Berth()
    try:
        yield berth.start()
    finally:
        berth.close()


def test_eight_tabs_share_a_stream_and_all_hear_the_news(dock, new_browser):
    hub = dock.running("ada")
    pages = [home_of(dock, hub, new_browser)]
    for _ in range(TABS - 1):
        page = pages[0].context.new_page()
        page.goto(f"{dock.url}/hub/", timeout=10_000)
        pages.append(page)
    for page in pages:
        page.locator(".state.ready").wait_for(timeout=10_000)
    hub.stop("ada")
    for page in pages:
        page.locator(".state.stopped").wait_for(timeout=10_000)


def test_without_workers_a_tab_that_is_not_seen_leaves_its_stream_to_others_and_reads_all_when_it_is_seen(dock, new_browser):
    hub = dock.running("bob")
    first = home_of(dock, hub, new_browser, before="delete window.SharedWorker;")
    hidden = [first]
    for _ in range(TABS - 1):
        hidden[-1].locator(".state.ready").wait_for(timeout=10_000)
        hidden[-1].evaluate(HIDE, True)
        page = first.context.new_page()
        page.goto(f"{dock.url}/hub/", timeout=10_000)
        hidden.append(page)
    seen = hidden.pop()
    hub.stop("bob")
    seen.locator(".state.stopped").wait_for(timeout=10_000)
    assert first.locator(".state.ready").count() == 1, "it listens to nothing"
    first.evaluate(HIDE, False)
    until(lambda: first.locator(".state.stopped").count() == 1, 10, what="it reads itself anew")


def test_a_page_whose_connection_died_in_a_laptops_sleep_notices_and_catches_up(dock, new_browser, desk):
    hub = dock.running("cleo")
    page = home_of(dock, hub, new_browser)
    page.locator(".state.ready").wait_for()
    page.wait_for_timeout(1000)
    desk.fall_asleep()
    hub.stop("cleo")
    page.locator(".state.stopped").wait_for(timeout=40_000)
    assert not page.complaints
