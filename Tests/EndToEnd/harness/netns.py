"""A network namespace: a machine's network with nothing but a loopback of its own."""

import os
import pathlib
import shutil
import subprocess
import tempfile


class NetworkNamespace:
    def __init__(self, name):
        self.name = f"{name}{os.getpid()}"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"berth-{name}-", dir="/tmp"))
        self.folder.chmod(0o755)
        for words in (["netns", "add", self.name], ["-n", self.name, "link", "set", "lo", "up"]):
            subprocess.run(["ip", *words], check=True)

    def command(self, *words):
        return ["ip", "netns", "exec", self.name, *words]

    def call(self, *words):
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=30)

    def program(self, path):
        """A program that runs there whatever it is given."""
        script = self.folder / pathlib.Path(path).name
        script.write_text(f'#!/bin/sh\nexec {" ".join(self.command(path))} "$@"\n')
        script.chmod(0o755)
        return str(script)

    def close(self):
        subprocess.run(["ip", "netns", "delete", self.name], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)
