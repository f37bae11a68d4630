"""A cell that counts for as long as it is let, and a thread that reads what it prints: what must not notice anything."""

import threading
import time

# One line a tick: the number and the kernel's own clock.
CODE = """
import os, time
number = 0
while not os.path.exists("enough"):
    print(number, time.monotonic(), flush=True)
    number += 1
    time.sleep(0.1)
print("counted", number, flush=True)
"""


class Counter:
    """Counts in the server of `owner`, whose hub it takes; `stop` says what was seen."""

    def __init__(self, berth, owner):
        self.berth, self.owner = berth, owner
        (berth.workspace(owner) / "notebooks" / "enough").unlink(missing_ok=True)
        self.kernel = berth.running(owner).kernel(owner)
        self.text = ""
        self.failure = None
        self.began = time.monotonic()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        try:
            for message in self.kernel.messages(self.kernel.send(CODE), timeout=30):
                if message["msg_type"] == "stream":
                    self.text += message["content"]["text"]
        except Exception as failure:  # kept for the test, which asserts that there was none
            self.failure = failure

    def wait_for_tick(self):
        """Returns once the cell has printed something new: the WebSocket carries its output now."""
        seen, deadline = len(self.text), time.monotonic() + 15
        while len(self.text) == seen:
            assert self.failure is None, f"the WebSocket failed: {self.failure!r}"
            assert time.monotonic() < deadline, "the counter stands still"
            time.sleep(0.02)

    def finish(self):
        """Ends the cell, and checks that its output is whole. The seconds it ran, and its longest pause."""
        (self.berth.workspace(self.owner) / "notebooks" / "enough").write_text("")
        self.thread.join(30)
        assert self.failure is None, f"the WebSocket failed: {self.failure!r}"
        assert not self.thread.is_alive()
        *lines, last = self.text.splitlines()
        numbers = [int(line.split()[0]) for line in lines]
        clock = [float(line.split()[1]) for line in lines]
        assert last == f"counted {len(lines)}"
        assert numbers == list(range(len(lines))), "lines are missing or out of order"
        self.kernel.close()
        return time.monotonic() - self.began, max(b - a for a, b in zip(clock, clock[1:]))
