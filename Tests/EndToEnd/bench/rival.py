"""What both hubs are to the bench: people at their pages, and a program beside them that sets the scene."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

from harness.browser import LAB, run_first_cell
from harness.waiting import until

from .person import Person

PASSWORD = "long enough to be taken"
#: What the notebook's kernel holds, and is asked for when all is done.
CELL = "kept = 41; print(kept + 1)"
#: What JupyterLab calls a notebook that nobody has named.
NOTEBOOK = "Untitled.ipynb"


class Rival:
    """`hub` is the client of that program. Each has a class beside this one, which says in sentences how its pages are used:

    `launches(person)`                from the login page to JupyterLab and its kernels to choose from
    `gets_twice_the_memory(person)`   from a notebook to the same notebook, with twice the memory
    `returns(person)`                 from the login page to JupyterLab, in a server that runs
    `stops_the_idle(person, seconds)` from the hub's home to a fleet in which nothing runs that has been idle for so long
    """

    name = ""
    hub = None
    login_page = home_page = admin_page = ""

    def owners_of_containers(self):
        """Whose server runs, by the engine."""
        raise NotImplementedError

    def comes(self, chromium, name):
        """A person at the login page, in a clean browser."""
        assert self.hub.post(f"users/{name}").status_code in (201, 409)
        person = Person(chromium, name, self.password_of(name))
        person.goes_to(self.login_page)
        return person

    def password_of(self, name):
        return PASSWORD

    # A notebook

    def computes(self, person):
        """Has the notebook's kernel hold something, and saves the notebook."""
        run_first_cell(person.page, CELL, "42")
        person.page.keyboard.press("Control+S")
        # JupyterLab asks for a better name the first time.
        dialog = person.page.locator(".jp-Dialog")
        dialog.wait_for()
        person.page.keyboard.press("Enter")
        dialog.wait_for(state="detached")

    def sees_lab(self, person):
        person.sees(person.page.locator(LAB).first)

    def sees_kernels(self, person):
        """To choose from."""
        person.sees(person.page.locator('.jp-LauncherCard[data-category="Notebook"]').first)

    def sees_the_notebook(self, person):
        person.sees(person.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]'))

    def still_has_it(self, person):
        """Whether the notebook's kernel holds what it held."""
        with self.hub.kernel(person.name, notebook=NOTEBOOK) as kernel:
            return kernel.run("print(globals().get('kept'))").strip() == "41"

    # A fleet

    def makes_fleet(self, idle, silent, talking):
        """Servers whose kernels have ended their work, compute and say nothing, or say something each second."""
        names = [*silent, *idle, *talking]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.starts, names))
        for name in names:
            with self.hub.kernel(name, notebook="work.ipynb") as kernel:
                if name in idle:
                    kernel.run("done = 1")
                elif name in silent:
                    kernel.begin("import time; time.sleep(3600)")
                else:
                    kernel.begin("import time\nwhile True:\n    print('at it', flush=True)\n    time.sleep(1)")

    def has_been_idle(self, names, seconds):
        """Whether nothing went on in any of them for so long, as the hub knows."""
        now = datetime.now(timezone.utc)
        active = [datetime.fromisoformat(self.hub.server(name)["last_activity"]) for name in names]
        return all((now - one).total_seconds() > seconds for one in active)

    def starts(self, name):
        assert self.hub.post(f"users/{name}").status_code in (201, 409)
        answer = self.hub.post(f"users/{name}/server", {"profile": "small"})
        assert answer.status_code in (201, 202), answer.text
        self.hub.ready(name)

    def ends(self, names):
        for name in names:
            self.hub.delete(f"users/{name}/server")
        until(lambda: not set(names) & self.owners_of_containers(), 60, what="their servers have stopped")
