"""One session of the corpus as it went: when it began, what each judge did with it, and when."""

import itertools
import time

from harness.waiting import until

from .scenario import NotHere

NUMBERS = itertools.count(1)


class Session:
    def __init__(self, scenario, place):
        self.scenario, self.place = scenario, place
        self.name = f"session-{next(NUMBERS)}"
        self.began = None
        self.is_over = False
        # Why it is not judged: this machine cannot show it.
        self.left_out = None
        # When Berth and the culler stopped it, seconds since 1970.
        self.stopped = self.culled = None
        # What Berth said of it: the verdicts seen, and the last reasons.
        self.verdicts, self.reasons = set(), ""

    @property
    def is_on_for_others(self):
        """A session that Berth has stopped goes on for the culler: it is judged by itself."""
        return self.began is not None and self.culled is None and not (self.scenario.is_busy and self.is_over)

    def cull(self):
        self.culled = time.time()

    def run(self, seconds, patience, runs):
        """A busy one goes on for so long and must not be stopped; an idle one until it is stopped, at most `patience`.
        `runs` says whether the server does."""
        try:
            again = self.scenario.begin(self.place) or (lambda: None)
        except NotHere as reason:
            self.left_out, self.is_over = str(reason), True
            return
        self.began = time.time()
        goes_on = seconds if self.scenario.is_busy else patience
        while runs() and time.time() - self.began < goes_on:
            try:
                again()
            except Exception:
                # What is cut off by the stop is no failure, once it is known to be that.
                until(lambda: not runs(), 10, what=f"the server has stopped in which this failed: {self.scenario.title}")
            time.sleep(0.5)
        if not runs():
            self.stopped = time.time()
        self.is_over = True

    def reclaimed(self, stop, window):
        """The seconds of a window from its beginning that a stop at that moment gives back."""
        return max(0, window - (stop - self.began)) if stop else 0
