"""Figures of both side by side, as a table or as JSON."""

import json
import os
from statistics import median

from harness.berth import BINARY

TITLES = {
    "launch": "Launch: from the login page to JupyterLab and its kernels to choose from",
    "return": "Return: from the login page to JupyterLab, in a server that runs",
    "resize": "Resize: from a notebook to the same notebook, with twice the memory",
    "reap": "Reap: from the hub's home to a fleet in which nothing idle runs",
    "home": "The home of a person whose server runs, nothing of it in the browser yet",
    "admin": "The admin's page of all servers, nothing of it in the browser yet",
}
COUNTED = {"clicks": "clicks", "fields": "fields", "keys": "keys", "loads": "page loads", "seconds": "seconds",
           "waited": "before the Lab"}
WEIGHED = {"bytes": "bytes", "requests": "requests", "load": "load event, s", "usable": "usable, s"}


def measured(bench):
    """All that was measured, and what its figures are called."""
    return [(title, COUNTED, of) for title, of in bench.deeds.items()] + [
        (title, WEIGHED, of) for title, of in bench.views.items()]


def as_json(bench):
    return json.dumps({
        "rounds": bench.options.rounds, "servers": bench.options.servers, "berth": BINARY,
        "load": os.getloadavg()[0],
        **{title: {name: [one.as_dict() for one in those] for name, those in of.items()} for title, _, of in measured(bench)},
    }, indent=2)


def as_table(bench):
    lines = [f"{bench.options.rounds} rounds by turns, {bench.options.servers} servers in the fleet; {BINARY}; the machine's "
             f"load {os.getloadavg()[0]:.1f}", "Medians, and from least to most where they differ."]
    for title, figures, of in measured(bench):
        names = list(of)
        lines += ["", TITLES[title], f"{'':16}" + "".join(f"{name:>32}" for name in names) + f"{'ratio':>9}"]
        for figure, label in figures.items():
            values = [[found for one in of[name] if (found := getattr(one, figure)) is not None] for name in names]
            if any(values):
                lines.append(f"  {label:14}" + "".join(f"{spread(one):>32}" for one in values) + f"{ratio(values):>9}")
        for name in names:
            lines += [f"  {name} lost {what}" for what in sorted({one.lost for one in of[name] if getattr(one, 'lost', None)})]
    return "\n".join(lines)


def spread(values):
    if not values:
        return "none"
    form = "{:.2f}" if isinstance(values[0], float) else "{:,.0f}"
    middle, least, most = (form.format(one) for one in (median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least}-{most})"


def ratio(values):
    """How many times as much it is at the second; empty where the first has none."""
    first, second = (median(one) if one else 0 for one in values)
    return f"{second / first:.1f}" if first and second else ""
