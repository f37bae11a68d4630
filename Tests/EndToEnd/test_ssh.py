"""Berth on a remote box, through `ssh -L`: the links of `berth open` there lead into the notebook here."""

import os

import pytest

from harness.browser import open_lab, run_first_cell
from harness.laptop import Laptop

CHROMIUM = os.environ.get("BERTH_CHROMIUM", "/usr/bin/chromium")

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="makes network namespaces, for which it must be root")


@pytest.fixture(scope="module")
def laptop():
    laptop = Laptop()
    try:
        yield laptop
    finally:
        laptop.close()


def test_a_link_of_the_box_opens_the_notebook_on_the_laptop(berth, laptop, chromium):
    remy = berth.running("remy")
    assert laptop.call("curl", "--max-time", "2", f"{berth.url}/hub/health").returncode != 0
    laptop.tunnel(f"{berth.port}:localhost:{berth.port}")
    browser = chromium.browser_type.launch(
        executable_path=laptop.program(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
    page = browser.new_page()
    open_lab(page, berth.link(remy))
    assert page.url.startswith(f"{berth.notebooks('remy')}/user/remy/lab")
    run_first_cell(page, "print('from afar', 6 * 7)", "from afar 42")
    browser.close()


def test_with_another_local_port_the_answer_says_what_to_do(berth, laptop):
    laptop.tunnel(f"7999:localhost:{berth.port}")
    answer = laptop.call("curl", "--silent", "--max-time", "5", "http://localhost:7999/hub/")
    assert f"ssh -L {berth.port}:localhost:{berth.port}" in answer.stdout, answer
