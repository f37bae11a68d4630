"""What a person does in JupyterLab."""

from .waiting import until


def open_lab(page, link):
    page.goto(link)
    page.wait_for_selector("#jp-main-dock-panel, #main.jp-LabShell", timeout=60_000)


def run_first_cell(page, code, expected):
    """Makes a notebook, runs `code` in its first cell, and waits until its output has the `expected` text."""
    page.locator('.jp-LauncherCard[data-category="Notebook"]').first.click(timeout=60_000)
    cell = page.locator(".jp-Notebook .jp-CodeCell .cm-content").first
    cell.click(timeout=60_000)
    # JupyterLab drops what is run before the notebook has its kernel; a person sees the same mark.
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=60_000)
    page.keyboard.type(code)
    page.keyboard.press("Shift+Enter")
    output = page.locator(".jp-OutputArea-output").first
    output.wait_for(timeout=60_000)
    until(lambda: expected in output.inner_text(), 30)
