"""Waiting for a condition with a deadline, instead of sleeping for as long as it might take."""

import time


def until(condition, within=30.0, every=0.05, what=None):
    """The first truthy result of `condition()`; fails after `within` seconds, saying what was waited for."""
    deadline = time.monotonic() + within
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {what or condition.__name__}; last: {result!r}")
        time.sleep(every)
