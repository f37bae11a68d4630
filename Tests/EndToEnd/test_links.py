"""Links to a notebook, from a browser that has never seen Berth."""

import json

import pytest

NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
    {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# The report of spring"}]}


@pytest.fixture
def lena(berth):
    """Lena's client; she has a notebook, and her server is stopped."""
    hub = berth.person("lena")
    if not berth.workspace("lena").joinpath("notebooks/my report.ipynb").exists():
        hub.launch("lena")
        content = {"type": "notebook", "format": "json", "content": NOTEBOOK}
        answer = hub.call("PUT", "/user/lena/api/contents/my%20report.ipynb", data=json.dumps(content))
        assert answer.status_code == 201, answer.text
    hub.stop("lena")
    return hub


def shows_the_notebook(page):
    page.get_by_role("heading", name="The report of spring").wait_for(timeout=60_000)


@pytest.mark.parametrize("link", ["{hub}/hub/user-redirect/notebooks/my%20report.ipynb", "{notebooks}/user/lena/lab/tree/my%20report.ipynb"])
def test_a_link_for_everyone_or_to_ones_own_survives_login_and_launch(berth, lena, new_browser, link):
    done = berth.run("user", "password", "lena")
    assert done.returncode == 0, done.stderr
    page = new_browser().new_page()
    page.goto(link.format(hub=berth.url, notebooks=berth.notebooks("lena")) + "?colour=http://green")
    page.fill("input[name=username]", "lena")
    page.fill("input[name=password]", done.stdout.strip().splitlines()[-1])
    page.press("input[name=password]", "Enter")
    page.get_by_role("button", name="Start it again").click(timeout=30_000)
    page.wait_for_url("**/user/lena/lab/tree/my%20report.ipynb**", timeout=60_000)
    shows_the_notebook(page)


def test_open_leads_to_the_notebook_of_a_named_server(berth, lena, new_browser):
    done = berth.run("open", "second", "--path", "notebooks/my report.ipynb", "--print", hub=lena)
    assert done.returncode == 0, done.stderr
    page = new_browser().new_page()
    page.goto(done.stdout.strip())
    page.get_by_role("button", name="Launch").click(timeout=30_000)
    page.wait_for_url("**/user/lena/second/lab/**", timeout=60_000)
    shows_the_notebook(page)
    assert berth.run("rm", "second", "--force", hub=lena).returncode == 0
