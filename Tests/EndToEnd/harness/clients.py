"""Programs from PyPI that know nothing of Berth, in an environment of their own."""

import os
import pathlib
import subprocess

from .berth import CACHE

PROGRAMS = pathlib.Path(os.environ.get("BERTH_CLIENTS") or f"{CACHE}/venv-clients/bin")


def environment(token, **more):
    """With the token where clients of JupyterHub look for it, and nothing of the caller's Berth."""
    mine = {key: value for key, value in os.environ.items() if not key.startswith(("BERTH_", "JUPYTERHUB_"))}
    return mine | {"JUPYTERHUB_API_TOKEN": token or "", "NO_PROXY": "localhost", "PYTHONUNBUFFERED": "1"} | more


def run(program, *arguments, token=None, folder=None, timeout=120):
    """Runs the program to its end; its output and errors in one text."""
    return subprocess.run(
        [PROGRAMS / program, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=timeout, cwd=folder, env=environment(token))


def start(program, *arguments, token=None):
    """Starts a program that goes on until it is ended; its output and errors in one pipe."""
    return subprocess.Popen(
        [PROGRAMS / program, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, env=environment(token))
