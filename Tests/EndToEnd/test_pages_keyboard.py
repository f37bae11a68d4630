"""The pages by keyboard alone: where the focus goes, that it is seen, and that it stays while parts are drawn anew."""

import pytest

from harness.berth import Berth
from harness.browser import home_of
from harness.waiting import until

TINY = """
title: Tiny
image: berth/notebook:minimal
cpu: {reserve: 0.1, burst: 1}
memory: 256M
ceiling: {cpu: 2, memory: 1G}
"""
# Whether what has the focus shows it: by itself, or by the card around it.
IS_SEEN = """() => [document.activeElement, document.activeElement.closest("label")]
    .some((one) => one && getComputedStyle(one).outlineStyle !== "none")"""
WHERE = "document.activeElement.outerHTML.slice(0, 120)"
TABS = 60


@pytest.fixture(scope="module")
def dock():
    berth = Berth(profiles={"tiny": TINY}, default_profile="tiny", stop_grace="2s")
    try:
        yield berth.start()
    finally:
        berth.close()


def have(hub, owner, *names):
    """Servers of these names that were not launched yet."""
    for name in names:
        answer = hub.call("PUT", f"users/{owner}/servers/{name}")
        assert answer.status_code in (200, 201), answer.text


def test_the_focus_stays_where_it_was_while_the_list_around_it_changes(dock, new_browser):
    hub = dock.person("ada")
    have(hub, "ada", "zeta")
    page = home_of(dock, hub, new_browser)
    page.locator("article", has_text="zeta").get_by_role("button", name="Launch").focus()
    have(hub, "ada", "alpha")
    page.get_by_role("link", name="alpha").wait_for()
    assert page.evaluate("document.activeElement.form.elements.name.value") == "zeta"
    # What is gone leaves the focus at its place.
    assert hub.call("DELETE", "users/ada/servers/zeta", json={"remove": True}).status_code in (202, 204)
    page.get_by_role("link", name="zeta").wait_for(state="detached")
    assert page.evaluate("document.activeElement.id") == "servers" and not page.complaints


def test_a_table_that_is_scrolled_stays_so_while_it_is_drawn_anew(dock, new_browser):
    have(dock.person("bob"), "bob", "one")
    page = home_of(dock, dock.admin, new_browser)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{dock.url}/hub/admin")
    table = page.get_by_role("region", name="Servers")
    table.focus()
    table.evaluate("one => one.scrollTo(90, 0)")
    have(dock.hubs["bob"], "bob", "two")
    page.get_by_role("link", name="bob/two").wait_for()
    assert table.evaluate("one => one.scrollLeft") == 90
    assert table.evaluate("one => one === document.activeElement") and not page.complaints


def test_the_first_key_leads_past_the_navigation_and_every_stop_is_seen(dock, new_browser):
    hub = dock.running("cleo")
    page = home_of(dock, dock.admin, new_browser)
    for place in ("/hub/", "/hub/servers/cleo", "/hub/requests", "/hub/account", "/hub/admin", "/hub/admin/people", "/hub/admin/maintenance"):
        page.goto(f"{dock.url}{place}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')"), f"{place}: {page.evaluate(WHERE)}"
        for _ in range(TABS):
            if page.evaluate("document.activeElement === document.body"):
                break
            assert page.evaluate(IS_SEEN), f"{place}: {page.evaluate(WHERE)}"
            page.keyboard.press("Tab")
    assert not page.complaints
    hub.stop("cleo")


def test_a_server_is_launched_resized_and_stopped_by_keyboard_alone(dock, new_browser):
    page = home_of(dock, dock.person("dora"), new_browser)
    press(page, "Launch")
    until(lambda: dock.hubs["dora"].server("dora").get("ready"), 60, what="it runs")
    page.goto(f"{dock.url}/hub/")
    press(page, "Resize")
    page.wait_for_url("**/hub/servers/dora#resize")
    press(page, "Memory")
    page.keyboard.press("End")
    press(page, "Apply")
    page.get_by_text("Done: it has 1 core and 1 GiB now.").wait_for()
    press(page, "Stop")
    page.get_by_text("by you").wait_for(timeout=30_000)
    assert not page.complaints


def press(page, name):
    """Goes to what has this name with the tab key, and presses it."""
    named = page.get_by_role("main").locator("a, button, input").and_(
        page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
        .or_(page.get_by_role("slider", name=name, exact=True)))
    named.first.wait_for()
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if named.first.evaluate("one => one === document.activeElement"):
            break
    else:
        raise AssertionError(f"the tab key does not lead to {name}")
    page.keyboard.press("Enter")
