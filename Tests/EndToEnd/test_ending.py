"""When Jupyter itself ends: people read why, and start it again with one click."""

import re

from harness.browser import open_lab
from harness.waiting import until

WHY_KILLED = re.compile("ended with exit code 137|ran out of memory")


def lab_is_there(page):
    return page.wait_for_selector("#jp-main-dock-panel, #main.jp-LabShell", timeout=60_000)


def test_who_looks_at_a_server_whose_jupyter_was_killed_reads_why_and_starts_it_again(berth, new_browser):
    hub = berth.running("dora")
    page = new_browser().new_page()
    open_lab(page, berth.link(hub))
    # The kernel's parent is Jupyter itself.
    hub.kernel("dora").send("import os, signal; os.kill(os.getppid(), signal.SIGKILL)")
    until(lambda: hub.get("/user/dora/api/kernels").status_code == 424, 30, what="Jupyter is gone")
    answer = hub.get("/user/dora/api/kernels")
    assert "no longer running at /user/dora/api/kernels" in answer.json()["message"]
    until(lambda: hub.get("users/dora/server").json()["stopped"], 30)
    page.reload()
    page.wait_for_url("**/hub/open/dora?path=lab**")
    assert WHY_KILLED.search(page.inner_text("main"))
    assert "ServerApp" in page.inner_text("pre"), "the last lines of its log"
    status = berth.run("status", hub=hub)
    assert WHY_KILLED.search(status.stdout) and "berth logs" in status.stderr
    page.get_by_role("button", name="Start it again").click()
    lab_is_there(page)
    assert hub.server("dora")["ready"]


def test_shutting_jupyter_down_from_its_menu_is_told_from_a_failure(berth, new_browser):
    hub = berth.running("dean")
    page = new_browser().new_page()
    open_lab(page, berth.link(hub))
    assert hub.post("/user/dean/api/shutdown").status_code == 200
    until(lambda: hub.get("users/dean/server").json()["stopped"], 30)
    page.goto(f"{berth.notebooks('dean')}/user/dean/lab/tree/notes")
    page.wait_for_url("**/hub/open/dean?path=lab/tree/notes")
    assert "Jupyter shut itself down" in page.inner_text("main")
    page.get_by_role("button", name="Start it again").click()
    page.wait_for_url(f"{berth.notebooks('dean')}/user/dean/lab/tree/notes**", timeout=60_000)
