"""Sessions that nobody needs, whatever they look like: what they hold is wanted by others."""

import json

from .busy import SILENT
from .scenario import every, idle

LAYOUT = json.dumps({"data": {"layout-restorer:data": {}}, "metadata": {"id": "default"}})


def polls(place, *paths, seconds):
    """Asks for all of them, again and again."""
    place.polls = True

    def ask():
        for path in paths:
            place.call("GET", path)

    return every(seconds, ask)


def tab(place):
    """What a tab of JupyterLab does by itself, more often than it really does."""
    asks = polls(place, "api/kernels", "api/sessions", "api/terminals", "api/contents?content=1", seconds=3)
    writes = every(3, lambda: place.call(
        "PUT", "lab/api/workspaces/default", data=LAYOUT, headers={"Content-Type": "application/json"}))

    def again():
        asks()
        writes()
        place.read()
        for socket in place.sockets:
            socket.ping()

    return again


@idle("launched and never used")
def _(place):
    pass


@idle("a kernel that was made and never used, starting for ever")
def _(place):
    place.kernel_without_client()


@idle("an open tab of JupyterLab that nobody looks at")
def _(place):
    place.kernel("open.ipynb").run("1")
    return tab(place)


@idle("an open tab with a kernel and a terminal, behind others")
def _(place):
    place.kernel("open.ipynb").run("1")
    place.terminal().run("true")
    return tab(place)


@idle("many sockets to one kernel, with pings")
def _(place):
    kernel = place.kernel()
    kernel.run("1")
    for _ in range(6):
        place.another_socket(kernel)

    def again():
        place.read()
        for socket in place.sockets:
            socket.ping()

    return again


@idle("four kernels that have nothing to do")
def _(place):
    for number in range(4):
        place.kernel(f"{number}.ipynb").run("1")
    place.leave()


@idle("a terminal at its prompt")
def _(place):
    place.terminal().run("true")


@idle("a terminal whose job has ended, its browser closed")
def _(place):
    place.terminal().run("sleep 1; echo done")
    place.leave()


@idle("a job that was suspended in its terminal")
def _(place):
    place.terminal().run("(sleep 600 & kill -STOP $!)")
    place.leave()


@idle("a computation that has ended")
def _(place):
    place.kernel("done.ipynb").run("sum(range(10 ** 6))")
    place.leave()


@idle("a computation that has failed")
def _(place):
    kernel = place.kernel("failed.ipynb")
    for _ in kernel.messages(kernel.send("1 / 0")):
        pass
    place.leave()


@idle("a computation that was interrupted")
def _(place):
    kernel = place.kernel("enough.ipynb")
    request = kernel.begin(SILENT)
    place.call("POST", f"{kernel.path.removeprefix(place.base + '/')}/interrupt")
    for _ in kernel.messages(request):
        pass


@idle("a busy kernel that was restarted")
def _(place):
    kernel = place.kernel("again.ipynb")
    kernel.begin(SILENT)
    place.call("POST", f"{kernel.path.removeprefix(place.base + '/')}/restart")
    place.leave()


@idle("a kernel that was killed while it computed")
def _(place):
    place.kernel("killed.ipynb").send("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")


@idle("a kernel whose threads wait for something that never comes")
def _(place):
    place.kernel().run("import threading\nfor _ in range(20): threading.Thread(target=threading.Event().wait, daemon=True).start()")
    place.leave()


@idle("a program that lists sessions each second")
def _(place):
    return polls(place, "api/sessions", seconds=1)


@idle("a meter that asks what is in use, and a scrape of Jupyter's own metrics")
def _(place):
    return polls(place, "api/metrics/v1", "metrics", seconds=2)


@idle("pages and static files that a browser fetches by itself")
def _(place):
    return polls(place, "lab", "static/favicon.ico", "api/contents/job.py", seconds=3)


@idle("its owner looks at the hub, not at the server")
def _(place):
    def look():
        for path in ("/hub/home", f"users/{place.name}", f"users/{place.name}/server/events", "profiles"):
            place.hub.get(path)

    return every(2, look)


@idle("commands that ask how it is")
def _(place):
    def ask():
        for words in (("status",), ("ls",), ("top", "--once")):
            place.berth.run(*words, hub=place.hub)

    return every(6, ask)
