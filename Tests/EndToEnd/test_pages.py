"""The pages: a launch by one click with real progress, a cell that goes on through a resize, memory that runs out, asking for
more as two people, a restart of `serve` in the middle, and what a screen reader and a stylus would find, in light and dark."""

import os
import socket
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from harness import engine
from harness.berth import Berth
from harness.browser import LAB, home_of, run_first_cell, watched
from harness.waiting import until

GIBIBYTE = 1 << 30
# More than half a GiB, touched: what it really takes is the limit.
TOO_MUCH = "b'x' * (700 << 20)"
# Says that it has begun, and ends once there is a file.
GOES_ON = "import os, time; print('begun', flush=True); [time.sleep(.1) for _ in iter(lambda: os.path.exists('go'), True)]; print(6 * 7)"

TINY = """
title: Tiny
summary: For a look around
image: berth/notebook:minimal
cpu: {reserve: 0.1, burst: 1}
memory: 512M
ceiling: {cpu: 2, memory: 1G}
"""


# Its image is at a registry that never answers: a launch of it lasts.
LONG = """
title: Long
image: 127.0.0.1:{port}/long:1
cpu: {{reserve: 0.1, burst: 1}}
memory: 512M
ceiling: {{cpu: 1, memory: 1G}}
"""


# Of what is longer than what can be seen of it.
SHOWS_ITS_END = """lines => {
    const all = document.createRange();
    all.selectNodeContents(lines);
    const seen = lines.getBoundingClientRect();
    return all.getBoundingClientRect().bottom <= seen.bottom && all.getBoundingClientRect().top < seen.top;
}"""


@pytest.fixture(scope="module")
def dock():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        long = LONG.format(port=silent.getsockname()[1])
        berth = Berth(profiles={"tiny": TINY, "long": long}, default_profile="tiny")
        try:
            yield berth.start()
        finally:
            berth.close()


def memory_of(dock, owner):
    [container] = dock.containers(owner)
    return engine.call("GET", f"/containers/{container['Id']}/json")["HostConfig"]["Memory"]


def slide(page, form, label, value):
    """Moves a slider as a person's hand does."""
    page.locator(form).get_by_role("slider", name=label).evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', {bubbles: true})); }", value)


def test_a_password_one_click_and_a_cell_that_goes_on_through_a_resize(dock, new_browser):
    dock.person("ada")
    password = dock.run("user", "password", "ada").stdout.strip()
    page = watched(new_browser().new_page(), dock)
    page.goto(f"{dock.url}/hub/")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("Starts now").first.wait_for()
    page.get_by_text("Python 3").first.wait_for()
    other = watched(page.context.new_page(), dock)
    other.goto(f"{dock.url}/hub/")
    page.get_by_role("button", name="Launch").click()
    # At home still, where it goes on and then leads into the server: in this tab alone.
    page.get_by_role("progressbar", name="Progress").wait_for()
    assert page.url.startswith(f"{dock.url}/hub/?") and page.locator(".steps li").count() == 4
    page.wait_for_selector(LAB, timeout=60_000)
    assert page.url.startswith(f"{dock.notebooks('ada')}/user/ada/lab")
    other.get_by_role("link", name="Open", exact=True).wait_for()
    assert other.url == f"{dock.url}/hub/" and not other.complaints
    run_first_cell(page, GOES_ON, "begun")
    other.close()
    resize_while_it_computes(hub_of_lab(page, dock), dock)
    (dock.workspace("ada") / "notebooks" / "go").touch()
    page.locator(".jp-OutputArea-output", has_text="42").first.wait_for()
    assert not page.complaints


def hub_of_lab(page, dock):
    """The hub's page that JupyterLab's menu opens."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    with page.context.expect_page() as opened:
        page.get_by_role("menuitem", name="Hub Control Panel").click()
    opened.value.wait_for_url(f"{dock.url}/hub/")
    return opened.value


def resize_while_it_computes(page, dock):
    page.get_by_role("link", name="Default server").click()
    page.get_by_text("busy").wait_for()
    slide(page, "[data-resize]", "Memory", GIBIBYTE)
    assert "512 MiB → 1 GiB: at once" in page.locator("[data-announce]").inner_text()
    page.get_by_role("button", name="Apply").click()
    page.get_by_text("Done: it has 1 core and 1 GiB now.").wait_for()
    assert memory_of(dock, "ada") == GIBIBYTE
    page.get_by_text("of 1 GiB").first.wait_for()
    until(lambda: page.locator("svg.chart polyline").count() == 2 or page.wait_for_timeout(200), 20, what="the charts are drawn")


def test_out_of_memory_is_seen_without_a_hand_and_one_click_helps(dock, new_browser):
    hub = dock.running("ada")
    assert hub.call("PATCH", "users/ada/server/resources", json={"memory": "512M"}).status_code == 200
    page = home_of(dock, hub, new_browser)
    with hub.kernel("ada", notebook="big.ipynb") as kernel:
        kernel.send(f"x = {TOO_MUCH}")
        page.get_by_role("link", name="What helps").click()
        page.get_by_role("alert").get_by_text("Kernel big.ipynb ran out of memory").wait_for()
        screenshot(page, "out-of-memory")
        page.get_by_role("button", name="Give it 1 GiB").click()
        page.get_by_text("Done: it has 1 core and 1 GiB now.").wait_for()
        page.get_by_role("alert").wait_for(state="detached")
    with hub.kernel("ada", notebook="big.ipynb") as kernel:
        assert kernel.run(f"x = {TOO_MUCH}; print(len(x) >> 20)") == "700\n", "what died before succeeds"
    assert page.url == f"{dock.url}/hub/servers/ada" and not page.complaints


def test_on_its_own_page_a_server_is_restarted_ends_and_is_started_again_before_ones_eyes(dock, new_browser):
    hub = dock.running("bob")
    page = home_of(dock, hub, new_browser)
    page.get_by_role("link", name="Default server").click()
    page.get_by_role("button", name="Restart").click()
    page.get_by_role("progressbar", name="Progress").wait_for()
    screenshot(page, "restarting")
    page.get_by_text("It has restarted and is ready.").wait_for(timeout=60_000)
    assert page.url == f"{dock.url}/hub/servers/bob?restarted="
    screenshot(page, "restarted")
    page.get_by_role("link", name="Open", exact=True).wait_for()
    # The kernel's parent is Jupyter itself. Nobody has a hand on the page.
    hub.kernel("bob").send("import os, signal; os.kill(os.getppid(), signal.SIGKILL)")
    page.get_by_text("It ended:").wait_for(timeout=30_000)
    assert "ServerApp" in page.inner_text("#stopped pre"), "the last lines of its log"
    assert page.locator("#stopped pre").evaluate(SHOWS_ITS_END)
    screenshot(page, "ended")
    # What was chosen in its form stays through news, also where nobody is at it any more.
    page.locator("#stopped").get_by_label("Long").check()
    page.get_by_role("heading", name="Default server").click()
    assert dock.admin.call("PUT", "drain", json={"message": "New disks"}).status_code < 300
    page.get_by_text("Not now: New disks").first.wait_for(timeout=15_000)
    again = page.get_by_role("button", name="Start it again")
    assert again.is_disabled() and page.locator("#stopped").get_by_label("Long").is_checked()
    assert not page.get_by_text("Starts now").first.is_visible()
    screenshot(page, "ended-drained")
    assert dock.admin.delete("drain").status_code < 300
    page.get_by_text("Not now").first.wait_for(state="detached", timeout=15_000)
    again.click()
    page.get_by_role("progressbar", name="Progress").wait_for()
    assert page.url == f"{dock.url}/hub/servers/bob?launched="
    screenshot(page, "launching")
    page.wait_for_selector(LAB, timeout=60_000)
    assert not page.complaints


def test_pages_recover_by_themselves_when_serve_is_started_anew(dock, new_browser):
    hub = dock.running("ada")
    page = home_of(dock, hub, new_browser)
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
    page = home_of(dock, dock.running("bob"), new_browser)
    page.get_by_role("link", name="Default server").click()
    slide(page, "[data-resize]", "Memory", GIBIBYTE)
    page.locator("[data-resize]").get_by_role("link", name="Ask for more").click()
    page.get_by_label("Memory").fill("1536M")
    page.get_by_label("What for").fill("the whole table")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("Waits for an admin").wait_for()
    admin = home_of(dock, dock.admin, new_browser)
    admin.get_by_role("link", name="Requests").click()
    admin.get_by_label("A word with it").fill("be quick")
    admin.get_by_role("button", name="Approve").click()
    # Nobody loads the first page anew.
    page.get_by_text("be quick").wait_for(timeout=20_000)
    until(lambda: memory_of(dock, "bob") == 1536 << 20, 10, what="the container has it")


def test_a_launch_that_fails_says_why_and_what_to_do(dock, new_browser):
    page = home_of(dock, dock.person("cleo"), new_browser)
    page.get_by_label("An image that is not there").check()
    page.get_by_role("button", name="Launch").click()
    page.get_by_role("heading", name="failed").wait_for(timeout=60_000)
    assert "its image could not be pulled" in page.inner_text("main")
    assert "tell an admin" in page.inner_text("main")
    screenshot(page, "failed")


def test_without_scripts_what_is_wrong_is_said_beside_its_field_and_a_launch_leads_to_the_page_that_waits(dock, chromium):
    hub = dock.person("eve")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(hub.post("users/eve/login-link").json()["url"])
    page.get_by_label("Long").check()
    page.get_by_text("More", exact=True).click()
    page.get_by_label("Memory").fill("lots")
    page.get_by_role("button", name="Launch").click()
    assert "cannot be used" in page.locator("#bad-memory").inner_text()
    assert page.get_by_label("Memory").input_value() == "lots" and page.get_by_label("Long").is_checked()
    page.get_by_label("Memory").fill("256M")
    page.get_by_role("button", name="Launch").click()
    page.get_by_role("link", name="Look again").wait_for()
    assert page.url == f"{dock.url}/hub/open/eve"
    page.get_by_role("button", name="Cancel").click()
    assert page.url == f"{dock.url}/hub/"
    context.close()


def test_every_page_is_clean_for_assistive_technology_in_light_and_dark(dock, new_browser):
    hub = dock.running("bob")
    admin = home_of(dock, dock.admin, new_browser)
    person = home_of(dock, hub, new_browser)
    starter = home_of(dock, dock.person("dora"), new_browser)
    visitor = new_browser().new_page()
    start_long(starter)
    views = [(starter, place) for place in ("/hub/?launched=", "/hub/open/dora", "/hub/servers/dora?launched=")]
    views += [(person, place) for place in (
        "/hub/", "/hub/servers/bob", "/hub/requests", "/hub/account", "/hub/nowhere", "/hub/keep/bob", f"/hub/resize/bob?memory={GIBIBYTE}")]
    dock.admin.post("groups/physics", {"users": ["bob"]})
    views += [(admin, f"/hub/admin{place}") for place in (
        "", "/capacity", "/usage", "/people", "/people/bob", "/people/admin", "/groups/physics", "/profiles", "/audit", "/maintenance",
        "/maintenance/drain?deadline=30m", "/health",
        "/stop?filter=owner:bob", "/reap?idle=1s")]
    views += [(admin, "/hub/requests"), (visitor, "/hub/login")]
    found = []
    for page, place in views:
        page.goto(f"{dock.url}{place}")
        found += faults(page, place)
    with hub.kernel("bob", notebook="busy.ipynb") as kernel:
        kernel.begin("import time; time.sleep(600)")
        person.goto(f"{dock.url}/hub/")
        person.get_by_role("button", name="Stop").click()
        person.get_by_role("heading", name="is computing").wait_for()
        found += faults(person, "stop")
    starter.get_by_role("button", name="Cancel").click()
    starter.get_by_text("It ended: cancelled").wait_for()
    assert starter.url == f"{dock.url}/hub/servers/dora"
    found += faults(starter, "stopped")
    person.goto(f"{dock.url}/hub/servers/bob?restarted=")
    found += faults(person, "restarted")
    person.get_by_role("button", name="Make an address").click()
    person.get_by_role("heading", name="Your new token").wait_for()
    found += faults(person, "token")
    assert not found, found


def start_long(page):
    """Launches what does not come up for a while."""
    page.get_by_label("Long").check()
    page.get_by_role("button", name="Launch").click()
    page.get_by_text("Pulling the image").wait_for()


def faults(page, name):
    """What axe finds in all that the page can show, in light and dark."""
    for details in page.locator("main details").all():
        details.evaluate("part => part.open = true")
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        answer = Axe().run(page)
        found += [(name, scheme, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in answer.response["violations"]]
        screenshot(page, f"{name.strip('/').replace('/', '-').replace('?', '-')}-{scheme}")
    return found


def test_the_first_view_weighs_little_is_there_at_once_and_does_not_move(dock, new_browser):
    page = home_of(dock, dock.running("bob"), new_browser)
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


def test_a_view_is_fetched_once_and_what_changes_before_it_listens_is_seen(dock, new_browser):
    hub = dock.running("bob")
    page = home_of(dock, hub, new_browser)
    place = f"{dock.url}/hub/servers/bob"
    asked = []
    page.on("request", lambda request: request.url == place and asked.append(request))
    page.goto(place)
    # The stream has told all there is.
    page.locator("svg.chart polyline").first.wait_for(state="attached", timeout=20_000)
    page.evaluate("fetch('/hub/health')")
    assert len(asked) == 1

    def late(route):
        drawn = route.fetch()
        hub.stop("bob")
        route.fulfill(response=drawn)

    page.route(f"{dock.url}/hub/", late, times=1)
    page.goto(f"{dock.url}/hub/")
    page.locator(".state.stopped").wait_for()


def screenshot(page, name):
    folder = os.environ.get("BERTH_SCREENSHOTS_PAGES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
