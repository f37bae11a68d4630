"""Sessions that somebody needs: stopping one of these loses work."""

import json
import uuid

from .debugger import stop_at_a_breakpoint
from .scenario import NotHere, busy, every

SILENT = "import time; time.sleep(600)"
WORK = "from job import work; work()"
CHECKPOINTS = """
import os, threading, time

def write():
    with open("checkpoint", "wb") as file:
        file.write(os.urandom(2 << 20))
        file.flush()
        os.fsync(file.fileno())
    time.sleep(1)

write()
"""
IN_BACKGROUND = "import threading; from job import work; threading.Thread(target=work, daemon=True).start()"


@busy("a cell that sleeps and says nothing, its tab open")
def _(place):
    place.kernel("train.ipynb").begin(SILENT)


@busy("a cell that sleeps and says nothing, its browser closed")
def _(place):
    place.kernel("train.ipynb").begin(SILENT)
    place.leave()


@busy("a cell that sleeps, its browser's machine gone without a word")
def _(place):
    place.kernel().begin(SILENT)
    place.vanish()


@busy("a cell that computes hashes in C and prints nothing")
def _(place):
    place.kernel("hash.ipynb").begin(WORK)
    place.leave()


@busy("a cell that prints now and then")
def _(place):
    place.kernel("epochs.ipynb").begin("import time\nwhile True:\n    print('loss'); time.sleep(4)")
    place.leave()


@busy("a cell that waits for an answer to a question of its own")
def _(place):
    kernel = place.kernel()
    kernel.say("execute_request", {"code": "input('sure?')", "silent": False, "store_history": False,
                                   "user_expressions": {}, "allow_stdin": True, "stop_on_error": True})


@busy("a cell that the debugger holds at a breakpoint")
def _(place):
    stop_at_a_breakpoint(place.kernel("debug.ipynb"))


@busy("one busy kernel among three")
def _(place):
    for notebook in ("a.ipynb", "b.ipynb"):
        place.kernel(notebook).run("1")
    place.kernel("c.ipynb").begin(SILENT)
    place.leave()


@busy("a Bash kernel that waits for a command", profile="corpus-bash")
def _(place):
    place.kernel("shell.ipynb", spec="bash").begin("sleep 600")
    place.leave()


@busy("a thread that goes on after its cell has ended")
def _(place):
    place.kernel().run(IN_BACKGROUND)
    place.leave()


@busy("a process that a cell has started")
def _(place):
    place.kernel().run("import subprocess, sys; subprocess.Popen([sys.executable, 'job.py'])")
    place.leave()


@busy("a daemon whose kernel is gone")
def _(place):
    kernel = place.kernel()
    kernel.run("import subprocess, sys; subprocess.Popen([sys.executable, 'job.py'], start_new_session=True)")
    place.call("DELETE", kernel.path.removeprefix(f"{place.base}/"))
    place.leave()


@busy("nohup in a terminal that was closed")
def _(place):
    terminal = place.terminal()
    terminal.run("nohup python3 ~/notebooks/job.py >/dev/null 2>&1 & disown")
    place.close(terminal)
    place.leave()


@busy("a job in a terminal whose browser is closed")
def _(place):
    place.terminal().type("python3 ~/notebooks/job.py\r")
    place.leave()


@busy("papermill in a closed terminal, with a kernel that Jupyter does not know")
def _(place):
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "source": [WORK], "outputs": []}
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    (place.folder / "batch.ipynb").write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": spec, "cells": [cell]}))
    terminal = place.terminal()
    terminal.run("cd ~/notebooks && (nohup papermill batch.ipynb - >/dev/null 2>&1 &)")
    place.close(terminal)
    place.leave()


@busy("a terminal that shows top")
def _(place):
    place.terminal().type("top -d 2\r")
    place.leave()


@busy("a job that writes its checkpoints to disk and hardly computes")
def _(place):
    kernel = place.kernel()
    kernel.run(CHECKPOINTS)
    if not place.counts_disk():
        raise NotHere("the engine counts no disk here")
    kernel.run("from job import work; threading.Thread(target=work, args=[write]).start()")
    place.leave()


@busy("somebody who takes a large file out, slowly")
def _(place):
    (place.folder / "large.bin").write_bytes(bytes(64 << 20))
    answer = place.hub.get(f"{place.base}/files/large.bin", stream=True)
    assert answer.status_code == 200, answer.text
    chunks = answer.iter_content(256 << 10)
    place.polls = True
    return lambda: [next(chunks) for _ in range(4)]


@busy("somebody who saves a notebook now and then")
def _(place):
    text = {"type": "file", "format": "text", "content": "a thought"}
    return every(4, lambda: place.call("PUT", "api/contents/notes.txt", json=text))


@busy("somebody who runs small cells")
def _(place):
    kernel = place.kernel("typing.ipynb")
    return every(4, lambda: kernel.run("1 + 1"))


@busy("somebody who types in a terminal")
def _(place):
    terminal = place.terminal()
    return every(4, lambda: terminal.type("x"))


@busy("a widget that is turned")
def _(place):
    kernel = place.kernel("widget.ipynb")
    kernel.run("get_ipython().kernel.comm_manager.register_target('dial', lambda comm, message: None)")
    comm = uuid.uuid4().hex
    kernel.say("comm_open", {"comm_id": comm, "target_name": "dial", "data": {}})
    return every(3, lambda: kernel.say("comm_msg", {"comm_id": comm, "data": {"value": 1}}))
