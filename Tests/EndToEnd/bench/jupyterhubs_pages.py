"""How people use JupyterHub's pages: all that the bench knows of them."""

import re
from datetime import datetime, timezone

from .jupyterhub import JupyterHub
from .rival import PASSWORD, Rival

UNITS = {"second": 1, "minute": 60, "hour": 3600}


class JupyterHubsPages(Rival):
    name = "JupyterHub"

    def __init__(self, profiles, image, activity_interval):
        self.jupyterhub = JupyterHub(image, profiles, PASSWORD, activity_interval)
        self.hub = self.jupyterhub.hub
        self.login_page = f"{self.jupyterhub.url}/hub/login"
        self.home_page = f"{self.jupyterhub.url}/hub/home"
        self.admin_page = f"{self.jupyterhub.url}/hub/admin"

    def start(self):
        self.jupyterhub.start()

    def close(self):
        self.jupyterhub.close()

    def owners_of_containers(self):
        return self.jupyterhub.owners_of_containers()

    # What people do

    def logs_in(self, person):
        person.types(person.page.get_by_label("Username"), person.name)
        person.types(person.page.get_by_label("Password"), person.password)
        person.clicks(person.page.get_by_role("button", name="Sign in"))

    def launches(self, person):
        self.logs_in(person)
        person.clicks(person.page.get_by_role("button", name="Start"))
        self.sees_kernels(person)

    def returns(self, person):
        self.logs_in(person)
        self.sees_the_notebook(person)

    def gets_twice_the_memory(self, person):
        person.clicks(person.page.get_by_role("menuitem", name="File", exact=True))
        with person.context.expect_page() as panel:
            person.clicks(person.page.get_by_role("menuitem", name="Hub Control Panel"))
        person.page = panel.value
        # Its buttons are there before the script that makes them do something.
        person.page.wait_for_load_state()
        # Or JupyterLab would come back without the notebook, as two tabs can't have it laid out the same.
        person.closes_the_other_tab()
        person.clicks(person.page.get_by_role("button", name="Stop My Server"))
        person.clicks(person.page.get_by_role("button", name="Start My Server"))
        person.clicks(person.page.get_by_label("Medium"))
        person.clicks(person.page.get_by_role("button", name="Start", exact=True))
        self.sees_the_notebook(person)

    def stops_the_idle(self, person, seconds):
        person.clicks(person.page.get_by_role("link", name="Admin"))
        rows = person.page.locator("tr.user-row")
        person.sees(rows.get_by_role("button", name="Stop Server").first)
        # One after the other, by what its row says.
        idle = [row for row in rows.all() if self.seems_idle(row, seconds)]
        names = [row.get_by_test_id("user-row-name").inner_text().strip() for row in idle]
        for name in names:
            row = person.page.get_by_test_id(f"user-row-{name}")
            person.clicks(row.get_by_role("button", name="Stop Server"))
        for name in names:
            person.sees(person.page.get_by_test_id(f"user-row-{name}").get_by_role("button", name="Start Server"))

    @staticmethod
    def seems_idle(row, seconds):
        if not row.get_by_role("button", name="Stop Server").count():
            return False
        said = re.match(r"(\d+) (second|minute|hour)", row.get_by_test_id("user-row-last-activity").inner_text())
        return int(said[1]) * UNITS[said[2]] >= seconds

    def sees_home(self, page):
        # Its buttons are there before the script that makes them do something.
        page.wait_for_load_state()
        page.get_by_role("button", name="Stop My Server").wait_for()

    def sees_fleet(self, page, count):
        page.get_by_role("button", name="Stop Server").nth(count - 1).wait_for()
