"""What admins read and say on pages: a drain and a broadcast that open pages show by themselves, the audit log, the use."""

import csv
import io

import pytest
from axe_playwright_python.sync_playwright import Axe

from harness.berth import Berth
from harness.browser import home_of
from harness.waiting import until
from test_pages import screenshot


@pytest.fixture(scope="module")
def hub():
    berth = Berth()
    try:
        yield berth.start()
    finally:
        berth.close()


def admins(hub, new_browser, section):
    page = home_of(hub, hub.admin, new_browser)
    page.goto(f"{hub.url}/hub/admin/{section}")
    return page


def test_an_admin_drains_by_clicking_and_open_pages_say_so_until_it_ends(hub, new_browser):
    hub.running("ada")
    person = home_of(hub, hub.hubs["ada"], new_browser)
    # A page that nothing else changes, and one with a form: nobody loads either anew.
    account = person.context.new_page()
    account.goto(f"{hub.url}/hub/account")
    own = person.context.new_page()
    own.goto(f"{hub.url}/hub/servers/ada")
    restart = own.get_by_role("button", name="Restart")
    launch = person.get_by_role("button", name="Launch", exact=True)
    person.get_by_text("Launch another server").click()
    assert launch.is_enabled() and restart.is_enabled()
    admin = admins(hub, new_browser, "maintenance")
    admin.get_by_label("What people are told").fill("New disks")
    admin.get_by_label("When what runs is stopped").fill("45m")
    admin.get_by_role("button", name="Look what happens").click()
    admin.get_by_text("1 server is up now").wait_for()
    admin.get_by_role("button", name="Take no launches").click()
    admin.get_by_text("No launches are taken").wait_for()
    for page in (person, account, own):
        page.bring_to_front()
        page.locator("#told", has_text="New disks. No server is started now; what runs is stopped at").wait_for(timeout=15_000)
    until(restart.is_disabled, 5, what="the page of a server is drawn anew")
    person.bring_to_front()
    person.get_by_text("Not now: New disks").wait_for()
    assert launch.is_disabled()
    found = [one for scheme in ("light", "dark") for one in clean(person, scheme, "drained")]
    found += [one for scheme in ("light", "dark") for one in clean(admin, scheme, "maintenance-on")]
    assert not found, found
    assert hub.admin.post("users/bob").status_code in (201, 409) and hub.admin.post("users/bob/server").status_code == 503
    admin.get_by_role("button", name="Take launches again").click()
    admin.get_by_text("Launches are taken").wait_for()
    person.locator("#told", has_text="New disks").wait_for(state="detached", timeout=15_000)
    person.get_by_text("Not now").wait_for(state="detached")
    assert launch.is_enabled() and not person.complaints and not admin.complaints


def test_a_broadcast_reaches_those_it_is_for_and_what_is_wrong_is_said_beside_its_field(hub, new_browser):
    hub.running("ada")
    ada = home_of(hub, hub.hubs["ada"], new_browser)
    bob = home_of(hub, hub.person("bob"), new_browser)
    admin = admins(hub, new_browser, "maintenance")
    admin.get_by_label("Message").fill("Slow today")
    admin.get_by_label("To whom").fill("onwer:ada")
    admin.get_by_label("How much it matters").select_option("warning")
    admin.get_by_role("button", name="Look whom it reaches").click()
    admin.get_by_text("did you mean").wait_for()
    assert admin.get_by_label("Message").input_value() == "Slow today"
    assert admin.get_by_label("How much it matters").input_value() == "warning"
    admin.get_by_label("To whom").fill("owner:ada")
    admin.get_by_role("button", name="Look whom it reaches").click()
    admin.get_by_text("1 server that runs").wait_for()
    admin.get_by_role("button", name="Tell it").click()
    ada.locator("#told", has_text="Slow today").wait_for(timeout=15_000)
    assert bob.locator("#told p").count() == 0
    admin.get_by_role("button", name="Withdraw it").click()
    ada.locator("#told", has_text="Slow today").wait_for(state="detached", timeout=15_000)


def test_the_audit_log_is_read_and_narrowed_on_its_page(hub, new_browser):
    eve = hub.person("eve")
    assert eve.get("audit").status_code == 403
    page = admins(hub, new_browser, "audit")
    page.get_by_label("Who").fill("eve")
    page.get_by_role("button", name="Show").click()
    row = page.get_by_role("row", name="missing_scope")
    assert "eve" in row.inner_text() and "/hub/api/audit" in row.inner_text()
    assert page.get_by_label("Who").input_value() == "eve"
    page.get_by_label("Since").fill("tomorrow")
    page.get_by_role("button", name="Show").click()
    page.locator("#bad-since").wait_for()
    assert page.get_by_label("Since").input_value() == "tomorrow"


def test_the_use_is_shown_by_person_and_by_profile_and_can_be_taken_along(hub, new_browser):
    hub.running("ada")
    hub.hubs["ada"].stop("ada")
    page = admins(hub, new_browser, "usage")
    row = page.get_by_role("row", name="ada").first
    assert "1 GiB h" in row.inner_text() or "MiB h" in row.inner_text()
    page.get_by_role("navigation", name="By").get_by_role("link", name="Profile").click()
    page.get_by_role("columnheader", name="Profile").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").first.click()
    lines = list(csv.reader(io.StringIO(download.value.path().read_text())))
    assert lines[0][:2] == ["profile", "servers"] and len(lines) >= 2


def clean(page, scheme, name):
    page.emulate_media(color_scheme=scheme)
    screenshot(page, f"{name}-{scheme}")
    return [(name, scheme, one["id"]) for one in Axe().run(page).response["violations"]]
