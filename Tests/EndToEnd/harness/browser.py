"""What a person does in JupyterLab."""

from playwright.sync_api import Error

from .waiting import until


# Chromium gives up all that it loads when an address of the machine comes or goes, as those of a container do for a
# second or two after its start.
NETWORK_CHANGED = "ERR_NETWORK_CHANGED"
LAB = "#jp-main-dock-panel, #main.jp-LabShell"


def network_is_settled():
    """Whether no address of this machine is still being tried out (the flag IFA_F_TENTATIVE)."""
    with open("/proc/net/if_inet6") as addresses:
        return not any(int(line.split()[4], 16) & 0x40 for line in addresses)


def go(page, link):
    """Follows a link; once more where the network changed on the way."""
    until(network_is_settled, 20, every=0.1, what="the machine's network has settled")
    try:
        page.goto(link)
    except Error as problem:
        if NETWORK_CHANGED not in str(problem):
            raise
        page.goto(link)


def open_lab(page, link):
    """Follows a link to JupyterLab and waits for it; loads it anew, as a person would, where the network changed meanwhile."""
    lost = []
    page.on("requestfailed", lambda request: lost.append(request) if NETWORK_CHANGED in (request.failure or "") else None)
    go(page, link)

    def is_there():
        if lost:
            lost.clear()
            page.reload()
        page.wait_for_timeout(100)
        return page.locator(LAB).first.is_visible()

    until(is_there, 60, what="JupyterLab is there")


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
