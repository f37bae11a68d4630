"""What admins read on pages: the audit log, the use."""

import csv
import io

import pytest

from harness.berth import Berth
from test_pages import logged_in


@pytest.fixture(scope="module")
def hub():
    berth = Berth()
    try:
        yield berth.start()
    finally:
        berth.close()


def admins(hub, new_browser, section):
    page = logged_in(hub, hub.admin, new_browser)
    page.goto(f"{hub.url}/hub/admin/{section}")
    return page


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
