"""The pages: launch by clicking, real progress, resize in place, asking for more as two people, a restart of `serve` in the
middle, and what a screen reader and a stylus would find, in light and dark."""

import os
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from harness import engine
from harness.berth import Berth
from harness.browser import LAB
from harness.waiting import until

GIBIBYTE = 1 << 30

TINY = """
title: Tiny
summary: For a look around
image: berth/notebook:minimal
cpu: {reserve: 0.1, burst: 1}
memory: 512M
ceiling: {cpu: 2, memory: 1G}
"""


@pytest.fixture(scope="module")
def dock():
    berth = Berth(profiles={"tiny": TINY}, default_profile="tiny")
    try:
        yield berth.start()
    finally:
        berth.close()


def logged_in(dock, hub, new_browser):
    """A page of somebody's, at home; what its console complains of is kept."""
    page = new_browser().new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
    page.goto(hub.post(f"users/{hub.get('user').json()['name']}/login-link").json()["url"])
    return page


def memory_of(dock, owner):
    [container] = dock.containers(owner)
    return engine.call("GET", f"/containers/{container['Id']}/json")["HostConfig"]["Memory"]


def slide(page, form, label, value):
    """Moves a slider as a person's hand does."""
    page.locator(form).get_by_role("slider", name=label).evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', {bubbles: true})); }", value)


def test_one_click_launches_with_real_progress_and_opens_by_itself(dock, new_browser):
    page = logged_in(dock, dock.person("ada"), new_browser)
    page.get_by_role("heading", name="Your servers").wait_for()
    page.get_by_text("Starts now").first.wait_for()
    page.get_by_role("button", name="Launch").click()
    page.get_by_role("progressbar").wait_for()
    assert page.locator(".steps li").count() == 4
    page.wait_for_selector(LAB, timeout=60_000)
    assert page.url.startswith(f"{dock.notebooks('ada')}/user/ada/lab")


def test_a_resize_in_place_says_what_it_will_do_does_it_and_keeps_the_kernel(dock, new_browser):
    hub = dock.running("ada")
    page = logged_in(dock, hub, new_browser)
    page.get_by_role("link", name="Default server").click()
    with hub.kernel("ada", notebook="kept.ipynb") as kernel:
        pid = kernel.run("import os; value = 41; print(os.getpid())")
        page.reload()
        page.get_by_text("kept.ipynb").wait_for()
        slide(page, "[data-resize]", "Memory", GIBIBYTE)
        assert "512 MiB → 1 GiB: at once" in page.locator("[data-announce]").inner_text()
        page.get_by_role("button", name="Apply").click()
        page.get_by_text("Done: it has 1 core and 1 GiB now.").wait_for()
        assert memory_of(dock, "ada") == GIBIBYTE
        assert kernel.run("print(os.getpid(), value + 1)") == f"{pid.strip()} 42\n"
    page.get_by_text("of 1 GiB").first.wait_for()
    until(lambda: page.locator("svg.chart polyline").count() == 2 or page.wait_for_timeout(200), 20, what="the charts are drawn")
    assert not page.complaints


def test_pages_recover_by_themselves_when_serve_is_started_anew(dock, new_browser):
    hub = dock.running("ada")
    page = logged_in(dock, hub, new_browser)
    page.locator(".state.ready").wait_for()
    began = time.monotonic()
    dock.stop_serve()
    assert time.monotonic() - began < 5, "nobody who listens holds it up"
    page.locator("#away").wait_for()
    dock.start()
    page.locator("#away").wait_for(state="hidden", timeout=20_000)
    # What happens from now on is seen again, without a hand on the page.
    hub.stop("ada")
    page.locator(".state.stopped").wait_for(timeout=20_000)
    page.get_by_role("button", name="Launch", exact=True).first.wait_for()


def test_more_than_the_ceiling_is_asked_for_approved_and_seen_to_arrive(dock, new_browser):
    page = logged_in(dock, dock.running("bob"), new_browser)
    page.get_by_role("link", name="Default server").click()
    slide(page, "[data-resize]", "Memory", GIBIBYTE)
    page.locator("[data-resize]").get_by_role("link", name="Ask for more").click()
    page.get_by_label("Memory").fill("1536M")
    page.get_by_label("What for").fill("the whole table")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("Waits for an admin").wait_for()
    admin = logged_in(dock, dock.admin, new_browser)
    admin.get_by_role("link", name="Requests").click()
    admin.get_by_label("A word with it").fill("be quick")
    admin.get_by_role("button", name="Approve").click()
    # Nobody loads the first page anew.
    page.get_by_text("be quick").wait_for(timeout=20_000)
    until(lambda: memory_of(dock, "bob") == 1536 << 20, 10, what="the container has it")


def test_a_launch_that_fails_says_why_and_what_to_do(dock, new_browser):
    page = logged_in(dock, dock.person("cleo"), new_browser)
    page.get_by_label("An image that is not there").check()
    page.get_by_role("button", name="Launch").click()
    page.get_by_role("heading", name="failed").wait_for(timeout=60_000)
    assert "its image could not be pulled" in page.inner_text("main")
    assert "tell an admin" in page.inner_text("main")
    screenshot(page, "failed")


def test_every_page_is_clean_for_assistive_technology_in_light_and_dark(dock, new_browser):
    dock.running("bob")
    admin = logged_in(dock, dock.admin, new_browser)
    person = logged_in(dock, dock.hubs["bob"], new_browser)
    visitor = new_browser().new_page()
    places = [(person, place) for place in ("/hub/", "/hub/servers/bob", "/hub/requests", "/hub/account", "/hub/nowhere")]
    places += [(admin, f"/hub/admin{place}") for place in (
        "", "/capacity", "/usage", "/people", "/profiles", "/audit", "/maintenance", "/maintenance/drain?deadline=30m", "/health")]
    places += [(admin, "/hub/requests"), (visitor, "/hub/login")]
    axe = Axe()
    found = []
    for page, place in places:
        page.goto(f"{dock.url}{place}")
        for details in page.locator("main details").all():
            details.evaluate("part => part.open = true")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            answer = axe.run(page)
            found += [(place, scheme, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in answer.response["violations"]]
            screenshot(page, f"{place.partition('?')[0].strip('/').replace('/', '-')}-{scheme}")
    assert not found, found


def test_the_first_view_weighs_little_is_there_at_once_and_does_not_move(dock, new_browser):
    page = logged_in(dock, dock.running("bob"), new_browser)
    fresh = page.context.new_page()
    fresh.add_init_script("""window.moved = 0; new PerformanceObserver(list => {
        for (const one of list.getEntries()) window.moved += one.value;
    }).observe({type: "layout-shift", buffered: true});""")
    sizes = []
    fresh.on("response", lambda answer: sizes.append(len(answer.body())) if "/events" not in answer.url else None)
    began = time.monotonic()
    fresh.goto(f"{dock.url}/hub/")
    fresh.get_by_role("link", name="Open").wait_for()
    took = time.monotonic() - began
    fresh.wait_for_timeout(500)
    assert sum(sizes) < 60_000, sizes
    assert fresh.evaluate("window.moved") < 0.02
    print(f"first view: {sum(sizes)} bytes in {len(sizes)} answers, {took * 1000:.0f} ms")


def screenshot(page, name):
    folder = os.environ.get("BERTH_SCREENSHOTS_PAGES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
