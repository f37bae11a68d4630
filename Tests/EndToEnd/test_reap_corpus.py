"""A labelled corpus of sessions on real servers, busy in every way and idle in every way, under a policy of seconds.

Berth's own timer judges them, and beside it the idle culler from PyPI at the same timeout, which is told what JupyterHub
would know: what passes through its proxy, and what each server reports of itself.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest

import pytest

import corpus.busy
import corpus.idle
from corpus.jupyterhub import JupyterHub
from corpus.place import Place
from corpus.scenario import BUSY, IDLE
from corpus.session import Session
from harness import notes
from harness.berth import Berth
from harness.waiting import until

PROFILE = """
title: Corpus
image: berth/notebook:{image}
cpu: {{reserve: 1, burst: 2}}
memory: 400M
ceiling: {{cpu: 2, memory: 1G}}
"""

# Seconds without activity after which both stop a server.
TIMEOUT = 15
# A busy session must outlive the timeout, a look and a round of reaping; an idle one may take some of each.
BUSY_FOR = TIMEOUT + 11
PATIENCE = TIMEOUT + 45
# Over which idle time is compared: a stop that comes later gives nothing back.
WINDOW = 3 * TIMEOUT


class Corpus:
    """Each server has a busy session and then an idle one, which ends it. All at once, but for their launches."""

    def __init__(self, berth):
        self.berth = berth
        self.launches = threading.Semaphore(4)
        self.sessions, self.failures = [], []
        # What a dry run says of each server that runs, by its owner.
        self.verdicts = {}
        self.is_over = threading.Event()

    def run(self):
        culler = JupyterHub(lambda: list(self.sessions))
        culler.cull(TIMEOUT, every=3)
        watcher = threading.Thread(target=self.watch)
        watcher.start()
        pairs = list(zip_longest(BUSY, IDLE))
        try:
            with ThreadPoolExecutor(len(pairs)) as pool:
                list(pool.map(self.visit, range(len(pairs)), pairs))
        finally:
            self.is_over.set()
            watcher.join()
            self.said = culler.close()

    def visit(self, number, scenarios):
        scenarios = [one for one in scenarios if one]
        place = Place(self.berth, f"place-{number}")
        try:
            with self.launches:
                place.launch(scenarios[0].profile)
            until(lambda: place.name in self.verdicts, 60, every=0.5, what=f"{place.name} is watched")
            for scenario in scenarios:
                session = Session(scenario, place)
                self.sessions.append(session)
                session.run(BUSY_FOR, PATIENCE, lambda: place.name in self.verdicts)
                if session.stopped:
                    return
                place.clear()
        except Exception as failure:
            self.failures.append(f"{[one.title for one in scenarios]}: {failure!r}")

    def watch(self):
        """Reads the verdicts again and again, and gives each session its own while it lasts."""
        while not self.is_over.wait(1):
            self.verdicts = {one["owner"]: one["verdict"] for one in self.berth.admin.get("reap").json()}
            for session in list(self.sessions):
                verdict = self.verdicts.get(session.place.name)
                if verdict and session.began and not session.is_over:
                    session.verdicts.add(verdict["verdict"])
                    session.reasons = f"{verdict['rule']}: {'; '.join(verdict['reasons'])}"

    def of(self, is_busy):
        return [session for session in self.judged if session.scenario.is_busy == is_busy]

    @property
    def judged(self):
        return [session for session in self.sessions if not session.left_out]


@pytest.fixture(scope="module")
def went():
    berth = Berth(
        profiles={"corpus": PROFILE.format(image="minimal"), "corpus-bash": PROFILE.format(image="default")},
        overcommit_memory="8", overcommit_cpu="100", activity_interval="3s", idle_timeout=f"{TIMEOUT}s",
        idle_notice="0")
    try:
        corpus = Corpus(berth.start())
        began = time.monotonic()
        corpus.run()
        notes.add(f"{len(corpus.judged)} sessions of people and programs, {time.monotonic() - began:.0f} s", table(corpus))
        yield corpus
    finally:
        berth.close()


def table(corpus):
    """A line a session: its label, what became of it after how many seconds, with Berth and with the culler."""
    def after(session, moment):
        return f"stopped after {moment - session.began:3.0f} s" if moment else "kept               "

    yield f"{'':4}  {'Berth':19}  {'idle culler':19}"
    for session in corpus.sessions:
        if session.left_out:
            yield f"not judged: {session.scenario.title}: {session.left_out}"
    for session in sorted(corpus.judged, key=lambda one: not one.scenario.is_busy):
        yield (f"{'busy' if session.scenario.is_busy else 'idle'}  {after(session, session.stopped)}  "
               f"{after(session, session.culled)}  {session.scenario.title}")
    berth, culler = reclaimed(corpus)
    yield f"seconds of idle time given back: {berth:.0f} by Berth, {culler:.0f} by the culler"
    yield (f"busy sessions lost: {sum(bool(one.stopped) for one in corpus.of(True))} by Berth, "
           f"{sum(bool(one.culled) for one in corpus.of(True))} by the culler")


def reclaimed(corpus):
    idle = corpus.of(False)
    return (sum(one.reclaimed(one.stopped, WINDOW) for one in idle),
            sum(one.reclaimed(one.culled, WINDOW) for one in idle))


def test_every_session_went_as_it_is_written(went):
    assert went.failures == []


def test_no_busy_session_was_stopped_or_would_have_been_at_any_moment(went):
    assert len(went.of(True)) >= len(BUSY) - 1
    lost = {one.scenario.title: one.reasons for one in went.of(True) if one.stopped or "reap" in one.verdicts}
    assert lost == {}


def test_every_idle_session_was_stopped_and_its_history_says_why(went):
    assert len(went.of(False)) == len(IDLE)
    left = {one.scenario.title: one.reasons for one in went.of(False) if not one.stopped}
    assert left == {}
    for session in went.of(False):
        events = session.place.hub.get(f"users/{session.place.name}/server/events").json()
        assert "the idle policy" in next(one["message"] for one in events if one["kind"] == "stopRequested")


def test_at_least_as_much_idle_time_is_given_back_as_the_idle_culler_does(went):
    berth, culler = reclaimed(went)
    assert 0 < culler <= berth, went.said[-2000:]


def test_the_corpus_is_large_enough():
    assert len(BUSY) >= 15 and len(IDLE) >= 15 and len(BUSY) + len(IDLE) >= 30
