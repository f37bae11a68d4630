"""How people use Berth's pages: all that the bench knows of them."""

import re

from harness.berth import Berth

from .rival import Rival


class BerthsPages(Rival):
    name = "Berth"

    def __init__(self, profiles, image, activity_interval):
        self.berth = Berth(
            default_profile="small", admin_access="true", activity_interval=f"{activity_interval}s", overcommit_memory="8",
            profiles={id: self.profile(image, **profile) for id, profile in profiles.items()})
        for file in (self.berth.folder / "profiles").glob("*.yaml"):
            if file.stem not in profiles:
                file.unlink()

    @staticmethod
    def profile(image, title, summary, memory, cpu):
        return (f"title: {title}\nsummary: '{summary}'\nimage: {image}\ncpu: {{reserve: 0.05, burst: {cpu}}}\n"
                f"memory: {memory}\nceiling: {{cpu: {cpu}, memory: 4G}}\n")

    def start(self):
        self.berth.start()
        self.hub = self.berth.admin
        self.login_page = f"{self.berth.url}/hub/login"
        self.home_page = f"{self.berth.url}/hub/"
        self.admin_page = f"{self.berth.url}/hub/admin"

    def close(self):
        self.berth.close()

    def password_of(self, name):
        made = self.berth.run("user", "password", name)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()

    def owners_of_containers(self):
        return {one["Labels"].get("berth.owner") for one in self.berth.containers() if one["State"] == "running"}

    # What people do

    def logs_in(self, person):
        person.types(person.page.get_by_label("User name"), person.name)
        person.types(person.page.get_by_label("Password"), person.password)
        person.clicks(person.page.get_by_role("main").get_by_role("button", name="Log in"))

    def launches(self, person):
        self.logs_in(person)
        person.clicks(person.page.get_by_role("button", name="Launch", exact=True))
        self.sees_kernels(person)

    def returns(self, person):
        self.logs_in(person)
        person.clicks(person.page.get_by_role("link", name="Open", exact=True))
        self.sees_the_notebook(person)

    def gets_twice_the_memory(self, person):
        person.clicks(person.page.get_by_role("menuitem", name="File", exact=True))
        with person.context.expect_page() as panel:
            person.clicks(person.page.get_by_role("menuitem", name="Hub Control Panel"))
        person.page = panel.value
        person.clicks(person.page.get_by_role("link", name="Default server"))
        person.slides(person.page.get_by_role("slider", name="Memory"), 2 << 30)
        person.clicks(person.page.get_by_role("button", name="Apply"))
        person.sees(person.page.get_by_text(re.compile("Done: it has .* 2 GiB now")))
        person.goes_back_to_the_other_tab()
        self.sees_the_notebook(person)

    def stops_the_idle(self, person, seconds):
        person.clicks(person.page.get_by_role("link", name="Admin"))
        person.clicks(person.page.get_by_role("link", name="Stop idle ones…"))
        person.types(person.page.get_by_label("Idle for at least"), f"{seconds}s", enter=True)
        person.clicks(person.page.get_by_role("button", name=re.compile("^Stop ")))
        person.sees(person.page.get_by_role("heading", name="What became of them"))

    def sees_home(self, page):
        page.get_by_role("link", name="Open").wait_for()

    def sees_fleet(self, page, count):
        page.locator("tbody tr").nth(count - 1).wait_for()
