"""A person at a browser, whose clicks, filled fields, keys and loaded pages are counted, and whose seconds are taken."""

import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from playwright.sync_api import expect


@dataclass
class Deed:
    """What it took to get something done."""

    clicks: int = 0
    fields: int = 0
    keys: int = 0
    loads: int = 0
    seconds: float = 0.0
    #: How many of them had passed when JupyterLab's own page came, which takes the rest; None where it was not loaded.
    waited: float | None = None
    #: What was running and is not any more, in words; None where nothing was lost.
    lost: str | None = None

    as_dict = asdict


class Person:
    """In a browser that has never seen either hub. A tab that is opened or closed is a click."""

    #: The width of the knob of Chromium's sliders, in pixels.
    KNOB = 16

    def __init__(self, chromium, name, password):
        self.name, self.password = name, password
        self.context = chromium.new_context(viewport={"width": 1360, "height": 850})
        self.context.set_default_timeout(60_000)
        self.context.on("response", self.answered)
        self.deed, self.began = Deed(), 0.0
        self.page = self.context.new_page()

    def answered(self, answer):
        """Counts pages, not the redirections on the way to them."""
        if not answer.request.is_navigation_request() or 300 <= answer.status < 400:
            return
        self.deed.loads += 1
        if "/lab" in urlsplit(answer.url).path:
            self.deed.waited = self.deed.waited or time.monotonic() - self.began

    @contextmanager
    def doing(self):
        """Counts from nothing what is done meanwhile."""
        deed = self.deed = Deed()
        began = self.began = time.monotonic()
        yield deed
        deed.seconds = time.monotonic() - began
        # What happens later is no part of it.
        self.deed = Deed()

    def goes_to(self, url):
        """By a bookmark, or a link that somebody sent: before anything is counted."""
        self.page.goto(url)

    def clicks(self, target):
        self.deed.clicks += 1
        target.click()

    def types(self, target, text, enter=False):
        self.deed.fields += 1
        self.deed.keys += len(text) + enter
        target.fill(text)
        if enter:
            target.press("Enter")

    def slides(self, slider, value):
        """Drags its knob to `value` with the mouse, and moves it by keys for the last bit where a pixel is too coarse."""
        self.deed.clicks += 1
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        low, high, now = (float(slider.evaluate(f"slider => slider.{part}")) for part in ("min", "max", "value"))
        at = lambda value: box["x"] + self.KNOB / 2 + (value - low) / (high - low) * (box["width"] - self.KNOB)
        middle = box["y"] + box["height"] / 2
        self.page.mouse.move(at(now), middle)
        self.page.mouse.down()
        self.page.mouse.move(at(value), middle, steps=8)
        self.page.mouse.up()
        while (now := float(slider.input_value())) != value:
            self.deed.keys += 1
            slider.press("ArrowLeft" if now > value else "ArrowRight")

    def closes_the_other_tab(self):
        self.deed.clicks += 1
        [other] = [page for page in self.context.pages if page != self.page]
        other.close()

    def goes_back_to_the_other_tab(self):
        self.deed.clicks += 1
        [self.page] = [page for page in self.context.pages if page != self.page]
        self.page.bring_to_front()

    def sees(self, target):
        expect(target).to_be_visible(timeout=90_000)

    def leaves(self):
        self.context.close()
