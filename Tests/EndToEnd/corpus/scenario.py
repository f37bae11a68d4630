"""What a session of the corpus is: a sentence, whether somebody needs it, and how it goes."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    title: str
    is_busy: bool
    # Starts it at a place; answers what is done again and again while it lasts, if anything.
    begin: Callable
    profile: str = "corpus"


class NotHere(Exception):
    """This machine cannot show it; the text says why."""


BUSY, IDLE = [], []


def busy(title, **more):
    return lambda begin: BUSY.append(Scenario(title, True, begin, **more)) or begin


def idle(title, **more):
    return lambda begin: IDLE.append(Scenario(title, False, begin, **more)) or begin


def every(seconds, act):
    """Does it at once and then so often, however often it is asked."""
    last = -seconds

    def again():
        nonlocal last
        if time.monotonic() - last >= seconds:
            last = time.monotonic()
            act()

    return again
