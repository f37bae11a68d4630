"""Out of memory, explained: which kernel died and at what limit, told once; and more memory one step away, nothing restarted."""

import os
import pathlib

import pytest

from harness import engine
from harness.berth import Berth
from harness.browser import open_lab
from harness.waiting import until

MEBIBYTE = 1 << 20
# More than the container may use, touched: what it really takes is the limit.
TOO_MUCH = f"b'x' * (700 * {MEBIBYTE})"


@pytest.fixture(scope="module")
def dock():
    berth = Berth()
    try:
        yield berth.start()
    finally:
        berth.close()


def tight(dock, name):
    """A client whose server has 512 MiB."""
    hub = dock.person(name)
    hub.launch(name, memory="512M")
    return hub


def report(hub):
    server, = hub.get("servers").json()
    return server["out_of_memory"]


def told(hub, name):
    events = hub.get(f"users/{name}/server/events").json()
    return [event["message"] for event in events if event["kind"] == "outOfMemory"]


def serve_anew(dock):
    """Serve looks at all containers when it starts: what was told before must not be told again."""
    dock.stop_serve()
    dock.start()
    until(lambda: dock.hub().get("/hub/health").json()["ready"], 30, what="serve has looked at the engine")


def deaths(hub, name):
    return hub.get(f"/user/{name}/berth/deaths").json()["deaths"]


def test_of_two_kernels_the_one_that_died_is_named_once_with_the_remedy(dock):
    hub = tight(dock, "ada")
    with hub.kernel("ada", notebook="other.ipynb") as other, hub.kernel("ada", notebook="analysis.ipynb") as kernel:
        other.run("value = 41")
        kernel.send(f"x = {TOO_MUCH}")
        found = until(lambda: report(hub), 30, what="it is told")
        assert (found["kernels"], found["others"], found["limit"]) == (["analysis.ipynb"], 0, 512 * MEBIBYTE)
        assert (found["action"], found["memory"]) == ("resize", 1024 * MEBIBYTE)
        assert other.run("print(value + 1)") == "42\n", "the other kernel lives"
    sentence = "Kernel analysis.ipynb ran out of memory at the limit of 512 MiB; 'berth resize --memory 1G' needs no restart"
    assert found["message"] == sentence
    assert sentence in dock.run("status", hub=hub).stdout
    notice = hub.get("/user/ada/berth/notice").json()["notice"]
    assert notice["action"]["url"] == f"{dock.url}/hub/resize/ada?memory={1024 * MEBIBYTE}"
    serve_anew(dock)
    assert told(hub, "ada") == [sentence]
    # What the sentence says, done.
    assert dock.run("resize", "--memory", "1G", hub=hub).returncode == 0
    with hub.kernel("ada", notebook="analysis.ipynb") as kernel:
        assert kernel.run(f"x = {TOO_MUCH}; print(len(x) >> 20)") == "700\n", "what died before succeeds"
    until(lambda: hub.get("/user/ada/berth/notice").json()["notice"] is None, 40, what="the notice is gone")
    assert report(hub)["action"] is None and told(hub, "ada") == [sentence]


def test_a_child_of_a_kernel_that_lives_is_a_process_that_is_not_known(dock):
    hub = tight(dock, "bea")
    with hub.kernel("bea", notebook="parent.ipynb") as kernel:
        ended = kernel.run(
            f"import subprocess, sys; print(subprocess.run([sys.executable, '-c', \"{TOO_MUCH}\"]).returncode)")
        assert ended == "-9\n"
        found = until(lambda: report(hub), 30, what="it is told")
        assert (found["kernels"], found["others"]) == ([], 1)
        assert found["message"].startswith("A process that is not known ran out of memory at the limit of 512 MiB")
        assert kernel.run("print('lives')") == "lives\n"
    hub.stop("bea")


def test_a_program_in_a_terminal_is_a_process_that_is_not_known_and_the_server_lives(dock):
    hub = tight(dock, "cleo")
    with hub.kernel("cleo", notebook="idle.ipynb") as kernel, hub.terminal("cleo") as terminal:
        assert "300" in terminal.run("cat /proc/self/oom_score_adj")
        terminal.run(f"python -c \"{TOO_MUCH}\" || true")
        found = until(lambda: report(hub), 30, what="it is told")
        assert (found["kernels"], found["others"]) == ([], 1)
        assert kernel.run("print('lives')") == "lives\n"
    hub.stop("cleo")


def test_a_kernel_killed_by_hand_has_not_run_out_of_memory(dock):
    hub = tight(dock, "dora")
    with hub.kernel("dora", notebook="killed.ipynb") as kernel:
        kernel.send("import os; os.kill(os.getpid(), 9)")
        death, = until(lambda: deaths(hub, "dora"), 10, what="the server tells the death")
        assert (death["path"], death["out_of_memory"]) == ("killed.ipynb", False)
    serve_anew(dock)
    assert told(hub, "dora") == [] and report(hub) is None
    hub.stop("dora")


def test_what_happened_while_nobody_served_is_found_afterwards_once(dock):
    hub = tight(dock, "eve")
    with hub.kernel("eve", notebook="night.ipynb") as kernel:
        kernel.run("value = 1")
        dock.stop_serve()
        kernel.send(f"x = {TOO_MUCH}")
        until(lambda: oom_kills(dock, "eve") == 1, 30, what="the kernel is killed")
    dock.start()
    found = until(lambda: report(hub), 30, what="it is found")
    assert found["kernels"] == ["night.ipynb"]
    serve_anew(dock)
    assert len(told(hub, "eve")) == 1
    hub.stop("eve")


def oom_kills(dock, name):
    """The kernel's own count of what it killed in the user's container."""
    container, = dock.containers(name)
    pid = engine.inspect(container["Id"])["State"]["Pid"]
    groups = dict(line.split(":", 2)[1:] for line in pathlib.Path(f"/proc/{pid}/cgroup").read_text().splitlines())
    v2, v1 = "/sys/fs/cgroup{}/memory.events", "/sys/fs/cgroup/memory{}/memory.oom_control"
    counters = pathlib.Path(v1.format(groups["memory"]) if "memory" in groups else v2.format(groups[""])).read_text()
    words = counters.split()
    return int(words[words.index("oom_kill") + 1])


def test_jupyterlab_shows_it_and_its_button_leads_to_more_memory_with_the_kernel_alive(dock, new_browser):
    hub = tight(dock, "fay")
    page = new_browser().new_page()
    open_lab(page, dock.link(hub))
    with hub.kernel("fay", notebook="keep.ipynb") as keep, hub.kernel("fay", notebook="analysis.ipynb") as kernel:
        pid = keep.run("import os; value = 41; print(os.getpid())")
        kernel.send(f"x = {TOO_MUCH}")
        toast = page.locator(".Toastify__toast", has_text="Out of memory")
        toast.wait_for(timeout=30_000)
        assert "Kernel analysis.ipynb was killed at the limit of 512 MiB." in toast.inner_text()
        screenshot(page, "notice")
        with page.context.expect_page() as opened:
            toast.get_by_role("button", name="Resize to 1 GiB").click()
        confirm = opened.value
        confirm.get_by_role("button", name="Give it 1 GiB").wait_for()
        assert "Kernel analysis.ipynb ran out of memory at the limit of 512 MiB" in confirm.inner_text("main")
        screenshot(confirm, "confirm")
        confirm.get_by_role("button", name="Give it 1 GiB").click()
        confirm.get_by_text("It has 1 GiB now").wait_for()
        screenshot(confirm, "done")
        container, = dock.containers("fay")
        assert engine.call("GET", f"/containers/{container['Id']}/json")["HostConfig"]["Memory"] == 1024 * MEBIBYTE
        assert keep.run("print(os.getpid(), value + 1)") == f"{pid.strip()} 42\n", "the same process, its variable there"
    page.reload()
    open_lab(page, page.url)
    until(lambda: hub.get("/user/fay/berth/notice").json()["notice"] is None, 40, what="the notice is gone")
    assert toast.count() == 0


def screenshot(page, name):
    folder = os.environ.get("BERTH_SCREENSHOTS_MEMORY")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")
