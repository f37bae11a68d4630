"""What a person does in JupyterLab."""

from .waiting import until


LAB = "#jp-main-dock-panel, #main.jp-LabShell"


def open_lab(page, link):
    """Follows a link to JupyterLab and waits for it."""
    page.goto(link)
    page.locator(LAB).first.wait_for(timeout=60_000)


def typed(page, cell, code):
    """Types `code` in place of what is in the cell; whether all of it arrived."""
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(code)
    return cell.inner_text().strip() == code


def was_sent(page, cell):
    """Runs the cell; whether JupyterLab took it: it drops it, with an empty prompt, while it still connects the kernel."""
    cell.click()
    page.keyboard.press("Control+Enter")
    return page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").first.inner_text().strip() != "[ ]:"


def run_first_cell(page, code, expected):
    """Makes a notebook, runs `code` in its first cell, and waits until its output has the `expected` text."""
    page.locator('.jp-LauncherCard[data-category="Notebook"]').first.click(timeout=60_000)
    cell = page.locator(".jp-Notebook .jp-CodeCell .cm-content").first
    cell.click(timeout=60_000)
    # A person sees the same mark.
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=60_000)
    # It may still be moving the focus while it starts: what was typed is read before it is run.
    until(lambda: typed(page, cell, code), 30, what="the code is in the cell")
    until(lambda: was_sent(page, cell), 60, every=1, what="JupyterLab sends the cell to the kernel")
    output = page.locator(".jp-OutputArea-output").first
    output.wait_for(timeout=60_000)
    until(lambda: expected in output.inner_text(), 30)


def watched(page, dock):
    """The same page; what the console complains of while it shows one of the hub's is kept."""
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and message.location["url"].startswith(dock.url)
            and page.complaints.append(message.text))
    page.on("pageerror", lambda problem: page.url.startswith(dock.url) and page.complaints.append(str(problem)))
    return page


def home_of(dock, hub, new_browser, before=None):
    """A page of somebody's, logged in and at home.

    `before` is a script that each of the browser's pages runs before its own.
    """
    context = new_browser()
    if before:
        context.add_init_script(before)
    page = watched(context.new_page(), dock)
    page.goto(hub.post(f"users/{hub.get('user').json()['name']}/login-link").json()["url"])
    return page
