"""JupyterLab's meter of memory and CPU, and that it greets nobody with news."""

import os

from harness.browser import open_lab
from harness.waiting import until


def limits(hub):
    model = hub.get("/user/meg/api/metrics/v1").json()
    return model["limits"]["memory"]["rss"], model["limits"]["cpu"]["cpu"]


def test_the_meter_shows_the_containers_limits_and_follows_them(berth, new_browser):
    hub = berth.person("meg")
    hub.launch("meg", memory="1536M", cpu=1.5)
    assert limits(hub) == (1536 << 20, 1.5)
    page = new_browser().new_page()
    open_lab(page, berth.link(hub))
    bar = page.locator("#jp-main-statusbar")
    until(lambda: "/ 1536.00 MB" in bar.inner_text(), 60, what="the meter shows 1536 MB")
    assert "CPU" in bar.inner_text()
    assert page.locator(".jp-toast-message, .Toastify__toast").count() == 0, "nobody asks about news"
    answer = hub.call("PATCH", "users/meg/server/resources", json={"memory": "2G", "cpu": 0.5})
    assert answer.status_code == 200, answer.text
    assert limits(hub) == (2 << 30, 0.5)
    until(lambda: "/ 2048.00 MB" in bar.inner_text(), 60, what="the meter shows 2048 MB")
    if os.environ.get("BERTH_SCREENSHOT_METER"):
        page.screenshot(path=os.environ["BERTH_SCREENSHOT_METER"])
