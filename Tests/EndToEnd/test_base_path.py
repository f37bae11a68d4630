"""Everything below a path, where another site has the rest of the host: pages, servers, kernels, the command line."""

import json
import re

import pytest
import requests

from harness.berth import Berth
from harness.browser import open_lab, run_first_cell

BASE = "/team/berth"


@pytest.fixture(scope="module")
def berth():
    berth = Berth(base=BASE)
    try:
        yield berth.start()
    finally:
        berth.close()


@pytest.fixture(scope="module")
def vera(berth):
    return berth.running("vera")


def test_a_browser_comes_from_the_home_page_to_a_cell(berth, vera, new_browser):
    page = new_browser().new_page()
    strays = []
    page.on("response", lambda answer: BASE not in answer.url and strays.append(answer.url))
    link = vera.post("users/vera/login-link").json()["url"]
    page.goto(link)
    assert page.url == f"{berth.url}/hub/"
    page.get_by_role("link", name="Open").click()
    page.wait_for_url(f"{berth.notebooks('vera')}/user/vera/lab**", timeout=60_000)
    page.wait_for_selector("#jp-main-dock-panel, #main.jp-LabShell", timeout=60_000)
    run_first_cell(page, "import os; print(os.environ['JUPYTERHUB_BASE_URL'], 6 * 7)", f"{BASE}/ 42")
    assert [url for url in strays if "localhost" in url] == []
    for cookie in page.context.cookies():
        assert cookie["path"].startswith(BASE), cookie


def test_a_deep_link_survives_login_and_launch(berth, new_browser):
    dora = berth.person("dora")
    page = new_browser().new_page()
    page.goto(f"{berth.url}/hub/user-redirect/lab?reset")
    assert page.url.startswith(f"{berth.url}/hub/login?next=")
    open_page = re.search("next=(.*)", page.url).group(1)
    page.goto(f"{dora.post('users/dora/login-link').json()['url']}&next={open_page}")
    page.get_by_role("button", name="Launch").click()
    page.wait_for_url(f"{berth.notebooks('dora')}/user/dora/lab?reset", timeout=90_000)


def test_a_kernel_answers_a_program(vera):
    with vera.kernel("vera") as kernel:
        assert kernel.run("print(6 * 7)") == "42\n"


def test_the_api_tells_paths_that_lead_somewhere(berth, vera):
    model = vera.user("vera")
    assert model["server"] == f"{BASE}/user/vera/"
    origin = berth.url.removesuffix(BASE)
    for path in (model["servers"][""]["url"] + "api/status", model["servers"][""]["progress_url"]):
        assert vera.session.get(origin + path, timeout=30).status_code == 200, path
    assert f"{BASE}/user/vera/" in berth.admin.get("proxy").json()


def test_the_command_line_needs_the_base_url_alone(berth, vera):
    assert json.loads(berth.credentials.read_text())["url"] == berth.url
    done = berth.run("open", "--print", hub=vera)
    assert done.returncode == 0 and done.stdout.startswith(f"{berth.url}/hub/login?link="), done.stderr
    listed = json.loads(berth.run("ls", "--output", "json", hub=vera).stdout)
    assert [server["full_url"] for server in listed] == [f"{berth.notebooks('vera')}/user/vera/"]


def test_beside_the_base_path_there_is_nothing(berth, vera):
    origin = berth.url.removesuffix(BASE)
    for path in ("/hub/api/", "/user/vera/api/status", "/team/", BASE + "x/hub/"):
        assert vera.session.get(origin + path, allow_redirects=False, timeout=30).status_code == 404, path
    answer = requests.get(f"{origin}/", allow_redirects=False, timeout=30)
    assert answer.headers["Location"] == f"{BASE}/hub/"
