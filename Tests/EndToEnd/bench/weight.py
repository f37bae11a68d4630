"""What a first view weighs: all that goes over the wire for it, whoever in the browser asks, and when it can be used."""

import time
from dataclasses import asdict, dataclass

from harness.desk import Desk


@dataclass
class View:
    """`load` is the browser's own event; `usable` is when what one came for is there to be clicked. Seconds."""

    bytes: int
    requests: int
    load: float
    usable: float

    as_dict = asdict


class CountingDesk(Desk):
    """Counts what passes between the browser and this machine."""

    def __init__(self):
        self.received = self.requests = 0
        super().__init__()

    async def copy(self, reader, writer):
        await super().copy(Counted(reader, self), writer)


class Counted:
    """One direction of a connection: what the browser says, which begins with a request, or what it hears."""

    def __init__(self, reader, desk):
        self.reader, self.desk = reader, desk
        self.is_said = None

    async def read(self, most):
        data = await self.reader.read(most)
        if self.is_said is None:
            self.is_said = b"\r\nHost: " in data
        if self.is_said:
            self.desk.requests += data.count(b"\r\nHost: ")
        else:
            self.desk.received += len(data)
        return data


def weigh(desk, person, url, usable):
    """Opens `url` in a browser that has nothing of it but the person's login, and waits until `usable(page)` returns."""
    context = person.context.browser.new_context(
        viewport={"width": 1360, "height": 850}, storage_state=person.context.storage_state())
    page = context.new_page()
    received, requests, began = desk.received, desk.requests, time.monotonic()
    try:
        page.goto(url, wait_until="commit")
        usable(page)
        took = time.monotonic() - began
        page.wait_for_load_state()
        load = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart / 1000")
        # What a page fetches once it is there belongs to it.
        page.wait_for_timeout(1000)
        return View(desk.received - received, desk.requests - requests, load, took)
    finally:
        context.close()
