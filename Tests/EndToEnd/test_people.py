"""People and idle servers, managed in the browser: somebody is added, put into a group and handed a link that logs them in;
the fleet is filtered, a reap is looked at and then done."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from harness.berth import Berth
from harness.waiting import until

TINY = """
title: Tiny
image: berth/notebook:minimal
cpu: {reserve: 0.1, burst: 1}
memory: 256M
ceiling: {cpu: 2, memory: 2G}
"""


@pytest.fixture(scope="module")
def dock():
    berth = Berth(profiles={"tiny": TINY}, default_profile="tiny", activity_interval="2s", stop_grace="2s")
    try:
        yield berth.start()
    finally:
        berth.close()


@pytest.fixture
def admin(dock, new_browser):
    """The admin's browser, on the page People."""
    page = new_browser().new_page()
    page.goto(dock.admin.post("users/admin/login-link").json()["url"])
    page.get_by_role("link", name="Admin").click()
    page.get_by_role("link", name="People").click()
    return page


def assert_clean(page):
    """That a page which only a form leads to is clean for assistive technology."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert not found, [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]


def test_an_admin_adds_somebody_to_a_group_and_hands_over_a_link_that_logs_them_in(dock, admin, new_browser):
    admin.get_by_label("Make a group").fill("physics")
    admin.get_by_role("button", name="Make it").click()
    admin.get_by_text("A server has at most").click()
    admin.locator("[name=memory]").fill("lots")
    admin.locator("[name=cpu]").fill("1")
    admin.get_by_role("button", name="Save").click()
    assert "such as 8G" in admin.locator("#bad-memory").inner_text()
    assert admin.locator("[name=cpu]").input_value() == "1"
    assert_clean(admin)
    admin.locator("[name=memory]").fill("1G")
    admin.get_by_role("button", name="Save").click()
    admin.get_by_text("Saved.").wait_for()

    admin.get_by_role("link", name="People").click()
    admin.get_by_text("Add a person").click()
    admin.get_by_label("Name", exact=True).fill("grace")
    admin.get_by_label("In group physics").check()
    admin.get_by_role("button", name="Add, and show a login link").click()
    link = admin.locator("#link").inner_text().strip()
    assert_clean(admin)

    page = new_browser().new_page()
    page.goto(link)
    page.get_by_role("heading", name="Your servers").wait_for()
    assert page.locator(".top").get_by_text("grace").is_visible()
    again = new_browser().new_page()
    again.goto(link)
    assert "used already" in again.inner_text("main")

    admin.get_by_role("link", name="To grace").click()
    terms = admin.locator("dl.facts").inner_text()
    assert "1 core and 1 GiB" in terms and "group physics" in terms
    admin.get_by_text("In 1 browser.").wait_for()
    admin.get_by_role("button", name="Log out everywhere").click()
    admin.get_by_text("In no browser.").wait_for()
    page.reload()
    page.get_by_role("heading", name="Log in").wait_for()


def test_somebody_is_removed_after_a_look_at_what_is_lost(dock, admin):
    dock.person("leaver")
    admin.get_by_label("Name or group").fill("leaver")
    admin.keyboard.press("Enter")
    admin.wait_for_url("**/people?q=leaver")
    admin.keyboard.press("j")
    admin.keyboard.press("Enter")
    admin.get_by_role("button", name="Remove…").click()
    assert "put aside" in admin.inner_text("main")
    assert_clean(admin)
    admin.get_by_role("button", name="Remove leaver").click()
    admin.get_by_role("heading", name="People").wait_for()
    until(lambda: dock.admin.get("users/leaver").status_code == 404, 30, what="the account is gone")


def test_an_admin_finds_idle_servers_looks_at_a_reap_and_does_it(dock, admin):
    dock.running("ida")
    dock.person("bob")

    def verdict():
        plan = dock.admin.get("reap", params={"idle": "8s", "user": "ida"}).json()
        return plan and plan[0]["verdict"]["verdict"]

    until(lambda: verdict() == "reap", 90, every=1, what="the server is known to be idle")
    admin.get_by_role("link", name="Fleet", exact=True).click()
    admin.keyboard.press("/")
    admin.keyboard.type("idle:>8s")
    admin.keyboard.press("Enter")
    admin.get_by_role("link", name="ida/").wait_for()
    admin.get_by_role("link", name="Stop idle ones…").click()
    admin.get_by_role("heading", name="No idle server").wait_for()
    admin.get_by_label("Idle for at least").fill("8s")
    admin.get_by_role("button", name="Look again").click()
    admin.get_by_role("heading", name="Stop 1 idle server?").wait_for()
    assert "nothing has gone on in it" in admin.locator("ul.list").first.inner_text()
    assert dock.admin.server("ida")["ready"], "a look stops nothing"
    admin.get_by_role("button", name="Stop 1 idle server").click()
    admin.get_by_role("heading", name="What became of them").wait_for()
    assert "stopping: nothing has gone on in it" in admin.locator("ul.list").first.inner_text()
    admin.get_by_role("link", name="Fleet", exact=True).click()
    row = admin.locator("tbody tr", has_text="ida/")
    # Nobody loads the page anew.
    row.get_by_text("stopped because it was idle").wait_for(timeout=30_000)
    assert "Stopped" in row.inner_text()


def test_the_fleet_shows_the_columns_that_are_chosen(dock, admin):
    dock.person("ida")
    admin.get_by_role("link", name="Fleet", exact=True).click()
    admin.get_by_text("Columns", exact=True).click()
    admin.get_by_label("Groups").check()
    admin.get_by_label("Verdict").uncheck()
    admin.get_by_role("button", name="Show these").click()
    admin.wait_for_url("**columns=groups**")
    heads = admin.locator("thead th").all_inner_texts()
    assert "Groups" in heads and "Verdict" not in heads
    admin.get_by_role("link", name="State").click()
    assert admin.locator("thead th").all_inner_texts() == heads
