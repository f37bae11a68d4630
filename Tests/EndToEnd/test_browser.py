"""Berth in Chromium: the link, a cell, and an admin who looks at a hostile server."""

import os

import pytest

from harness.browser import open_lab, run_first_cell
from harness.hostile import make_hostile


def is_logged_in(page, berth):
    """Whether the browser's cookies say who it is to the hub."""
    return page.request.get(f"{berth.url}/hub/api/user").status == 200


def test_the_link_opens_jupyterlab_and_a_cell_shows_its_output(berth, ada, new_browser):
    page = new_browser().new_page()
    open_lab(page, berth.link(ada))
    assert page.url.startswith(f"{berth.notebooks('ada')}/user/ada/lab")
    run_first_cell(page, "import getpass; print('seen by', getpass.getuser(), 6 * 7)", "seen by ada 42")
    if os.environ.get("BERTH_SCREENSHOT"):
        page.screenshot(path=os.environ["BERTH_SCREENSHOT"])


def test_a_link_is_refused_the_second_time(berth, ada, new_browser):
    link = berth.link(ada)
    open_lab(new_browser().new_page(), link)
    second = new_browser().new_page()
    answer = second.goto(link)
    assert answer.status in (400, 401, 403, 404, 410)
    assert "jupyter-config-data" not in second.content()
    assert not is_logged_in(second, berth)


def test_without_a_login_a_server_shows_a_login_and_no_content(berth, ada, new_browser):
    page = new_browser().new_page()
    page.goto(f"{berth.notebooks('ada')}/user/ada/lab")
    assert "jupyter-config-data" not in page.content()
    assert page.url.startswith(f"{berth.url}/hub/") or "log" in page.content().lower()


def test_another_persons_browser_gets_403_over_http_and_websocket(berth, ada, bob, new_browser):
    with ada.kernel("ada") as of_ada, bob.kernel("bob") as of_bob:
        page = new_browser().new_page()
        open_lab(page, berth.link(bob))
        for path in ("api/status", "lab", f"api/kernels/{of_ada.path.rsplit('/')[-1]}/channels"):
            answer = page.request.get(f"{berth.url}/user/ada/{path}", max_redirects=0)
            assert answer.status in (302, 303, 403, 404, 421), path
        answer = page.goto(f"{berth.notebooks('ada')}/user/ada/lab")
        assert answer.status == 403
        assert "jupyter-config-data" not in page.content()
        go_to_plain_page(page, berth, "bob")
        assert page.evaluate(OPEN_SOCKET, websocket_url(berth.notebooks("bob"), of_bob)) == "open"
        assert page.evaluate(FETCH, ["/user/bob/api/status", {}]).startswith("200")
        assert not page.evaluate(FETCH, ["/user/ada/api/status", {}]).startswith("200")
        for origin in (berth.notebooks("ada"), berth.notebooks("bob"), berth.url):
            assert page.evaluate(OPEN_SOCKET, websocket_url(origin, of_ada)) == "closed"


def websocket_url(origin, kernel):
    return f"{origin.replace('http', 'ws', 1)}{kernel.path}/channels"


def go_to_plain_page(page, berth, owner):
    """A page of the owner's server whose own policy allows connections; its API's pages forbid them all."""
    page.goto(f"{berth.notebooks(owner)}/user/{owner}/static/favicons/favicon.ico")
    assert page.url.startswith(berth.notebooks(owner)), page.url


OPEN_SOCKET = """url => new Promise(done => {
    const socket = new WebSocket(url);
    socket.onopen = () => done("open");
    socket.onerror = socket.onclose = () => done("closed");
})"""


# An admin looks at a hostile server

@pytest.fixture(scope="module")
def mallory(berth):
    """A hostile server: one that its owner has made serve anything."""
    hub = make_hostile(berth, "mallory")
    berth.running("bob")
    return hub


@pytest.fixture
def admins_view(berth, mallory, new_browser):
    """The hostile page in the browser of an admin who is logged in to the hub."""
    berth.running("admin")
    context = new_browser()
    page = context.new_page()
    open_lab(page, berth.link(berth.admin))
    assert is_logged_in(page, berth)
    page.goto(f"{berth.notebooks('mallory')}/user/mallory/hostile/page")
    assert page.title() == "hostile", page.url
    return page


# What a page learns from a request with whatever authority the browser adds.
FETCH = """([url, options]) => fetch(url, {credentials: "include", ...options})
    .then(async answer => `${answer.status} ${await answer.text()}`)
    .catch(() => "unreadable")"""


def test_a_hostile_page_reads_nothing_from_the_hub(berth, admins_view):
    for path in ("/hub/api/user", "/hub/api/users", "/hub/home", "/hub/token", "/hub/api/"):
        seen = admins_view.evaluate(FETCH, [berth.url + path, {}])
        # The version is open to everybody, as JupyterHub's is.
        assert seen == "unreadable" or (path == "/hub/api/" and "version" in seen), seen


def test_a_hostile_page_reads_nothing_from_the_hub_on_its_own_host(berth, admins_view):
    for path in ("/hub/api/user", "/hub/api/users"):
        seen = admins_view.evaluate(FETCH, [path, {}])
        assert seen == "unreadable" or not seen.startswith("200"), seen


@pytest.mark.parametrize("options", [
    {"method": "POST", "mode": "no-cors", "body": "{}"},
    {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": "{}"},
    {"method": "POST", "mode": "no-cors", "headers": {"Content-Type": "text/plain"}, "body": "{}"},
], ids=["no-cors", "json", "text"])
def test_a_hostile_page_changes_nothing_at_the_hub(berth, admins_view, options):
    admins_view.evaluate(FETCH, [f"{berth.url}/hub/api/users/made-by-mallory", options])
    admins_view.evaluate(FETCH, ["/hub/api/users/made-by-mallory", options])
    assert berth.admin.get("users/made-by-mallory").status_code == 404


def test_a_hostile_form_changes_nothing_at_the_hub(berth, admins_view):
    with admins_view.expect_navigation():
        admins_view.evaluate("""url => {
            const form = document.createElement("form");
            form.method = "POST"; form.action = url;
            document.body.append(form); form.submit();
        }""", f"{berth.url}/hub/api/users/made-by-mallory")
    assert berth.admin.get("users/made-by-mallory").status_code == 404


def test_a_hostile_page_reads_nothing_of_another_person(berth, admins_view):
    # The admin's browser holds a session for Bob's origin as well.
    other = admins_view.context.new_page()
    other.goto(f"{berth.notebooks('bob')}/user/bob/api/status")
    assert "last_activity" in other.content()
    for url in (f"{berth.notebooks('bob')}/user/bob/api/contents", f"{berth.url}/user/bob/api/contents"):
        assert admins_view.evaluate(FETCH, [url, {}]) == "unreadable"
    seen = admins_view.evaluate(FETCH, ["/user/bob/api/contents", {}])
    assert seen == "unreadable" or not seen.startswith("200"), seen


def test_a_hostile_page_starts_nothing_at_another_person(berth, bob, admins_view):
    other = admins_view.context.new_page()
    other.goto(f"{berth.notebooks('bob')}/user/bob/api/status")
    before = len(bob.get("/user/bob/api/kernels").json())
    url = f"{berth.notebooks('bob')}/user/bob/api/kernels"
    admins_view.evaluate(FETCH, [url, {"method": "POST", "mode": "no-cors", "body": "{}"}])
    assert len(bob.get("/user/bob/api/kernels").json()) == before


def test_a_hostile_page_opens_no_websocket_to_another_person(berth, bob, admins_view):
    other = admins_view.context.new_page()
    go_to_plain_page(other, berth, "bob")
    with bob.kernel("bob") as kernel:
        url = websocket_url(berth.notebooks("bob"), kernel)
        assert admins_view.evaluate(OPEN_SOCKET, url) == "closed"
        # The same from the person's own page works, so it is the page's origin that was refused.
        assert other.evaluate(OPEN_SOCKET, url) == "open"


def test_a_window_that_a_hostile_page_opens_on_the_hub_tells_it_nothing(berth, admins_view):
    with admins_view.context.expect_page() as opened:
        admins_view.evaluate("url => { window.opened = window.open(url) }", f"{berth.url}/hub/home")
    opened.value.wait_for_load_state()
    seen = admins_view.evaluate("""() => {
        try { return window.opened.document.body.innerText } catch (problem) { return problem.name }
    }""")
    assert seen in ("SecurityError", "TypeError")


def test_a_frame_of_the_hub_in_a_hostile_page_stays_empty(berth, admins_view):
    admins_view.evaluate("""url => new Promise(done => {
        const frame = document.createElement("iframe");
        frame.src = url; frame.onload = done; document.body.append(frame);
    })""", f"{berth.url}/hub/home")
    frame = next(frame for frame in admins_view.frames if frame != admins_view.main_frame)
    assert not frame.url.startswith(f"{berth.url}/hub/home") or "chromewebdata" in frame.url


def test_a_hostile_page_registers_no_service_worker_beyond_its_folder(berth, admins_view):
    register = """scope => navigator.serviceWorker.register("/user/mallory/hostile/worker.js", {scope})
        .then(() => "registered").catch(problem => problem.name)"""
    for scope in ("/", "/user/", "/user/bob/", "/hub/"):
        assert admins_view.evaluate(register, scope) == "SecurityError"


def test_a_hostile_page_sets_no_cookie_outside_its_server(berth, admins_view):
    admins_view.evaluate("""port => {
        document.cookie = "script_cookie=1; domain=localhost; path=/";
        document.cookie = "script_cookie_port=1; domain=.localhost; path=/";
    }""")
    held = {cookie["name"]: cookie for cookie in admins_view.context.cookies()}
    assert not {"domain_cookie", "wide_cookie", "script_cookie", "script_cookie_port"} & held.keys()
    assert held["own_cookie"]["path"] == "/user/mallory/"
    assert is_logged_in(admins_view, berth), "Clear-Site-Data reached the browser"


def test_a_hostile_server_does_not_see_the_visitors_session(berth, mallory, admins_view):
    # Ours are HttpOnly, and are taken out of what the container is sent.
    assert "berth" not in admins_view.evaluate("() => document.cookie").lower()
    cookies = [cookie for cookie in admins_view.context.cookies() if cookie["name"] != "own_cookie"]
    ours = [cookie for cookie in cookies if "berth" in cookie["name"].lower()]
    assert ours and all(cookie["httpOnly"] and not cookie["domain"].startswith(".") for cookie in ours)


def test_response_headers_that_reach_too_far_are_stripped(mallory):
    headers = mallory.get("/user/mallory/hostile/page").headers
    assert not {"Service-Worker-Allowed", "Clear-Site-Data", "Strict-Transport-Security"} & set(headers)
    assert "own_cookie" in headers["Set-Cookie"]
    assert "domain_cookie" not in headers["Set-Cookie"] and "wide_cookie" not in headers["Set-Cookie"]
