"""The pages of Berth and of JupyterHub side by side: `scripts/bench/pages` runs this."""

import argparse
import os
import signal
import sys
from contextlib import ExitStack

from playwright.sync_api import sync_playwright

from harness.waiting import until

from .berths_pages import BerthsPages
from .jupyterhubs_pages import JupyterHubsPages
from .report import as_json, as_table
from .weight import CountingDesk, weigh

CHROMIUM = os.environ.get("BERTH_CHROMIUM", "/usr/bin/chromium")
#: How often, in seconds, both look at what their servers do, and from when on the admin calls one idle.
ACTIVITY_INTERVAL, IDLE = 5, 30

SMALL = {"title": "Small", "summary": "For notes, plots and small tables: 1 GiB, 2 cores.", "memory": "1G", "cpu": 2}
MEDIUM = {"title": "Medium", "summary": "For data that fits in a few gigabytes: 2 GiB, 2 cores.", "memory": "2G", "cpu": 2}


class Bench:
    def __init__(self, options, desk, chromium, rivals):
        self.options, self.desk, self.chromium, self.rivals = options, desk, chromium, rivals
        self.deeds = {title: {rival.name: [] for rival in rivals} for title in ("launch", "resize", "return", "reap")}
        self.views = {title: {rival.name: [] for rival in rivals} for title in ("home", "admin")}

    def run(self):
        for round in range(self.options.rounds):
            for rival in self.turn(round):
                self.work(rival, f"ada{round}")
            self.reap(round)

    def turn(self, round):
        """By turns one and the other goes first."""
        return self.rivals if round % 2 == 0 else self.rivals[::-1]

    def work(self, rival, name):
        tell(f"{rival.name}: {name} launches, resizes and comes back")
        person = rival.comes(self.chromium, name)
        with person.doing() as launch:
            rival.launches(person)
        rival.computes(person)
        with person.doing() as resize:
            rival.gets_twice_the_memory(person)
        resize.lost = None if rival.still_has_it(person) else "the kernel, with all it held"
        self.deeds["launch"][rival.name].append(launch)
        self.deeds["resize"][rival.name].append(resize)
        self.views["home"][rival.name].append(weigh(self.desk, person, rival.home_page, rival.sees_home))
        person.leaves()
        again = rival.comes(self.chromium, name)
        with again.doing() as comes_back:
            rival.returns(again)
        self.deeds["return"][rival.name].append(comes_back)
        again.leaves()
        rival.ends([name])

    def reap(self, round):
        count = self.options.servers
        names = [f"fleet{round}{number}" for number in range(count)]
        silent, talking, idle = names[:2], names[2:4], names[4:]
        for rival in self.rivals:
            tell(f"{rival.name}: starts {count} servers, of which {len(idle)} are idle")
            rival.makes_fleet(idle, silent, talking)
        until(lambda: all(rival.has_been_idle(idle, IDLE + 5) for rival in self.rivals), 180, every=1, what="they are idle")
        for rival in self.turn(round):
            tell(f"{rival.name}: an admin looks for the idle ones and stops them")
            admin = rival.comes(self.chromium, "admin")
            rival.logs_in(admin)
            self.views["admin"][rival.name].append(
                weigh(self.desk, admin, rival.admin_page, lambda page: rival.sees_fleet(page, count)))
            with admin.doing() as reap:
                rival.stops_the_idle(admin, IDLE)
                until(lambda: not set(idle) & rival.owners_of_containers(), 60, what="the idle ones have stopped")
            died = {*silent, *talking} - rival.owners_of_containers()
            reap.lost = f"{len(died)} computations, which said nothing" if died else None
            self.deeds["reap"][rival.name].append(reap)
            admin.leaves()
        for rival in self.rivals:
            rival.ends(names)


def tell(text):
    print(f"  … {text}", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench/pages", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each thing is done (3)")
    parser.add_argument("--servers", type=int, default=9, metavar="N",
                        help="how many an admin looks through; all but four are idle (9)")
    parser.add_argument("--output", choices=["table", "json"], default="table")
    parser.add_argument("--jupyterhub-image", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    # Also when it is told to stop, nothing stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    image = "berth/notebook:minimal"
    profiles = {"small": SMALL, "medium": MEDIUM}
    with ExitStack() as stack:
        desk = CountingDesk()
        stack.callback(desk.close)
        rivals = [BerthsPages(profiles, image, ACTIVITY_INTERVAL),
                  JupyterHubsPages(profiles, options.jupyterhub_image, ACTIVITY_INTERVAL)]
        for rival in rivals:
            stack.callback(rival.close)
            rival.start()
        chromium = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=desk.program(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        stack.callback(chromium.close)
        bench = Bench(options, desk, chromium, rivals)
        bench.run()
        print(as_json(bench) if options.output == "json" else as_table(bench))


if __name__ == "__main__":
    main()
