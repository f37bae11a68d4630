"""A command run at a terminal of its own, with a person who types."""

import os
import pty
import select
import time

from .berth import BINARY


def at_terminal(berth, arguments, answers, timeout=60):
    """Runs `berth …` without credentials; types each answer once its prompt has come. The exit code, and all shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(BINARY, [BINARY, *arguments], berth.environment() | {"TERM": "xterm"})
    shown, left, end = "", list(answers), time.monotonic() + timeout
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data.decode(errors="replace")
        if left and left[0][0] in shown:
            prompt, answer = left.pop(0)
            shown = shown.replace(prompt, f"<{prompt}>", 1)
            os.write(terminal, answer.encode() + b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown
