"""What a person does in JupyterLab."""

from .waiting import until


def open_lab(page, link):
    page.goto(link)
    page.wait_for_selector("#jp-main-dock-panel, #main.jp-LabShell", timeout=60_000)


def typed(page, cell, code):
    """Types `code` in place of what is in the cell; whether all of it arrived."""
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(code)
    return cell.inner_text().strip() == code


def run_first_cell(page, code, expected):
    """Makes a notebook, runs `code` in its first cell, and waits until its output has the `expected` text."""
    page.locator('.jp-LauncherCard[data-category="Notebook"]').first.click(timeout=60_000)
    cell = page.locator(".jp-Notebook .jp-CodeCell .cm-content").first
    cell.click(timeout=60_000)
    # JupyterLab drops what is run before the notebook has its kernel; a person sees the same mark.
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=60_000)
    # It may still be moving the focus while it starts: what was typed is read before it is run.
    until(lambda: typed(page, cell, code), 30, what="the code is in the cell")
    page.keyboard.press("Shift+Enter")
    output = page.locator(".jp-OutputArea-output").first
    output.wait_for(timeout=60_000)
    until(lambda: expected in output.inner_text(), 30)
