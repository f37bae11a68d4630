"""A stranger's first hour: what one types on a new machine, from the installation to a restore from a backup, in that
order. What was typed and what it printed is in the run's notes."""

import shlex

import pytest

from harness import notes
from harness.machine import Machine
from harness.waiting import until

PROFILE = "/etc/berth/profiles/small.yaml"
MOUNT = """
mounts:
  - source: /srv/genomes
    target: /data/genomes
    groups: [biology]
"""


class Stranger:
    """Somebody at the machine's console."""

    def __init__(self, machine):
        self.machine = machine
        self.typed = []

    def type(self, command):
        """Types a command line; what it printed. One that fails ends the hour."""
        printed = self.machine.run(command)
        self.typed += [f"$ {line}" for line in command.splitlines()] + [f"  {line}" for line in printed.splitlines()]
        return printed

    def write(self, path, text):
        """Puts text at the end of a file, as with an editor."""
        self.machine.run(f"printf %s {shlex.quote(text)} >>{path}")
        self.typed += [f"# {path} gets:"] + [f"  {line}" for line in text.strip().splitlines()]

    def in_a_cell(self, person, code):
        """What a cell prints in a new kernel of the person's server."""
        with self.machine.hubs[person].kernel(person) as kernel:
            printed = kernel.run(code, timeout=120)
        self.typed += [f"{person}> {line}" for line in code.splitlines()] + [f"  {line}" for line in printed.splitlines()]
        return printed.strip()


def answers(person):
    """Whether Jupyter answers ada through the gateway."""
    return person.get("/user/ada/api/status", timeout=5).status_code == 200


@pytest.fixture
def stranger():
    machine = Machine()
    stranger = Stranger(machine)
    try:
        yield stranger
    finally:
        notes.add("a stranger's first hour:", stranger.typed)
        print(machine.log())
        machine.close()


def test_a_strangers_first_hour(stranger):
    machine, type, write, in_a_cell = stranger.machine, stranger.type, stranger.write, stranger.in_a_cell

    # Install. The port is one that is free where this test runs.
    machine.run(f"mkdir -p /etc/berth && sed s/8000/{machine.port}/ /berth/src/scripts/install.d/berth.yaml "
                ">/etc/berth/berth.yaml")
    type("/berth/src/scripts/install --binary /berth/bin/berth")
    type("berth doctor || true")

    # Two users, of whom one is in a group; data that only the group may read.
    type("berth user add ada; berth user add bob")
    type("berth group add biology; berth group join biology ada")
    type("mkdir -p /srv/genomes; echo GATTACA >/srv/genomes/sample.txt; chmod -R a+rX /srv/genomes")
    write(PROFILE, MOUNT)
    assert "small" in type("berth profiles check /etc/berth/profiles; systemctl reload berth; berth profiles")
    type("berth launch ada/; berth launch bob/")
    ada, bob = machine.person("ada"), machine.person("bob")
    assert in_a_cell("ada", "print(open('/data/genomes/sample.txt').read())") == "GATTACA"
    assert "Read-only" in in_a_cell(
        "ada", "try: open('/data/genomes/sample.txt', 'w')\nexcept OSError as error: print(error)")
    assert in_a_cell("bob", "import os; print(os.path.exists('/data/genomes'))") == "False"

    # A package of one's own.
    in_a_cell("ada", "%pip install --quiet --disable-pip-version-check tinyhtml")
    assert in_a_cell("ada", "import tinyhtml; print(tinyhtml.__name__)") == "tinyhtml"

    # The image changes: the profile names another one from the next start on.
    type("docker tag berth/notebook:default berth/notebook:2027")
    type(f"sed -i 's/^image: .*/image: berth\\/notebook:2027/' {PROFILE}; systemctl reload berth")
    type("berth restart ada/ --force")
    assert "berth/notebook:2027" in type("berth status ada/")
    assert in_a_cell("ada", "open('kept.txt', 'w').write('mine'); print(open('kept.txt').read())").endswith("mine")

    # The engine goes down and comes back.
    type("systemctl restart docker")
    until(lambda: "hostRestarted" in machine.run("berth status ada/") and answers(ada), 60,
          what="ada's server runs again")
    type("berth ls --all; berth status ada/")
    assert in_a_cell("ada", "print(open('kept.txt').read())") == "mine"

    # A backup; then a user is removed, and somebody of the same name sees nothing of what was.
    machine.hubs["bob"].kernel("bob").run("open('diary.txt', 'w').write('secret')")
    type("berth store backup /root/berth.backup")
    type("berth user rm bob")
    until(lambda: "bob" not in machine.run("berth user ls --output json"), 60, what="bob is gone")
    type("berth user add bob; berth launch bob/")
    machine.hubs.pop("bob")
    machine.person("bob")
    assert in_a_cell("bob", "import os; print(os.path.exists('diary.txt'))") == "False"

    # The store is lost, and comes back from the backup.
    type("systemctl stop berth; rm /var/lib/berth/berth.db")
    type("berth store restore /root/berth.backup; berth store check; systemctl start berth")
    until(lambda: answers(ada), 60, what="ada's server is known again")
    type("berth ls --all; berth user ls")
    assert in_a_cell("ada", "print(open('kept.txt').read())") == "mine"
