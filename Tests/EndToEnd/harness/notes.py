"""What a run has to tell beside passed and failed: shown at its end, whichever worker it happened in."""

import os
import pathlib

FILE = pathlib.Path(os.environ.get("BERTH_CACHE", "~/.cache/berth")).expanduser() / "logs" / "end-to-end-notes.txt"


def forget():
    FILE.unlink(missing_ok=True)


def add(title, lines):
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.open("a") as file:
        file.write("\n  ".join([title, *lines]) + "\n")


def read():
    return FILE.read_text() if FILE.exists() else ""
