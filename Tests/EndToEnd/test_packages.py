"""Packages that a person installs: where they go, whom they reach, and what they cannot break."""

import pytest

from harness import engine
from harness.waiting import until

# Two small packages of the public index: a pure one that no image of ours has, and one with a command.
PURE, COMMAND = "toolz==1.1.0", "cowsay==6.1"
PACKAGES = ".local/share/berth/packages/berth+notebook@"


@pytest.fixture(scope="module")
def person(berth):
    """Pat, with both packages: one installed from a cell and one in a terminal."""
    hub = berth.running("pat")
    with hub.kernel("pat") as kernel:
        said = kernel.run(f"%pip install {PURE}", timeout=120)
        assert "Successfully installed toolz-1.1.0" in said and "Defaulting to user" not in said, said
        assert kernel.run("import toolz; print(toolz.__version__)") == "1.1.0\n"
    with hub.terminal("pat") as terminal:
        assert "Successfully installed cowsay-6.1" in terminal.run(f"pip install {COMMAND}", timeout=120)
    return hub


def seen(hub):
    """What a new kernel has of them, and what the command on its PATH says."""
    with hub.kernel("pat") as kernel:
        return kernel.run("import toolz; print(toolz.__version__, toolz.__file__)\n!cowsay -t afloat")


def test_what_is_installed_is_in_new_kernels_at_once_and_lies_in_the_workspace(berth, person):
    shown = seen(person)
    assert shown.startswith(f"1.1.0 /home/jovyan/{PACKAGES}") and "afloat" in shown, shown
    found, = berth.workspace("pat").glob(f"{PACKAGES}*/python3.11/lib/python3.11/site-packages/toolz")
    assert found.stat().st_uid == berth.workspace("pat").stat().st_uid > 0


def test_a_package_wins_over_the_images_and_gives_way_again(berth, person):
    version = "import packaging; print(packaging.__version__)"
    with person.kernel("pat") as kernel:
        ours = kernel.run(version)
        said = kernel.run("%pip install packaging==24.0", timeout=120)
        assert "outside environment" in said and "Successfully installed packaging-24.0" in said, said
    with person.kernel("pat") as kernel:
        assert kernel.run(version) == "24.0\n" != ours
        assert "Successfully uninstalled packaging-24.0" in kernel.run("%pip uninstall -y packaging")
    with person.kernel("pat") as kernel:
        assert kernel.run(version) == ours


def test_packages_survive_stop_and_start_and_a_crash(berth, person):
    person.stop("pat")
    person.launch("pat")
    assert "afloat" in seen(person)
    container, = berth.containers("pat")
    engine.call("POST", f"/containers/{container['Id']}/kill")
    until(lambda: person.is_stopped("pat"), 60, what="the crashed server is stopped")
    person.launch("pat")
    assert "afloat" in seen(person)


def test_another_image_and_a_clean_start_see_none_of_them(berth, person):
    code = """
import importlib.util, shutil
print(importlib.util.find_spec("toolz"), shutil.which("cowsay"))
"""
    for options in ({"profile": "other-image"}, {"clean": True}):
        person.stop("pat")
        person.launch("pat", **options)
        with person.kernel("pat") as kernel:
            assert kernel.run(code) == "None None\n", options
            # What is installed meanwhile goes elsewhere.
            kernel.run("%pip install six==1.17.0", timeout=120)
    person.stop("pat")
    person.launch("pat", profile="small")
    assert "afloat" in seen(person)
    assert len(list(berth.workspace("pat").glob(f"{PACKAGES}*"))) == 2


def test_a_broken_package_breaks_neither_server_nor_terminals_and_clean_kernels_run(berth, person):
    folder, = berth.workspace("pat").glob(f"{PACKAGES}default/python3.11/lib/python3.11/site-packages")
    broken = folder / "traitlets.py"
    broken.write_text("raise RuntimeError('broken by its owner')\n")
    try:
        person.stop("pat")
        person.launch("pat")
        with person.terminal("pat") as terminal:
            assert "broken by its owner" in terminal.run("python -c 'import traitlets' || true")
        person.stop("pat")
        person.launch("pat", clean=True)
        assert "clean       yes" in berth.run("status", hub=person).stdout
        with person.kernel("pat") as kernel:
            assert kernel.run("import traitlets; print(traitlets.__name__)") == "traitlets\n"
        assert broken.exists()
    finally:
        broken.unlink()
    person.stop("pat")
    person.launch("pat")


R_PACKAGE = r"""
folder=$(mktemp -d) && mkdir -p $folder/moored/R && cd $folder/moored
printf 'Package: moored\nVersion: 1.0\nTitle: T\nDescription: D.\nAuthor: A\nMaintainer: A <a@b.org>\nLicense: MIT\n' >DESCRIPTION
printf 'export(hello)\n' >NAMESPACE
printf 'hello <- function() "moored here"\n' >R/hello.R
cd .. && tar czf ~/moored_1.0.tar.gz moored
"""


def test_install_packages_of_r_works_as_the_user_and_survives(berth, person):
    with person.kernel("pat", "bash") as kernel:
        kernel.run(R_PACKAGE)
    with person.kernel("pat", "ir") as kernel:
        kernel.run('install.packages("~/moored_1.0.tar.gz", repos = NULL)', timeout=120)
    person.stop("pat")
    person.launch("pat")
    with person.kernel("pat", "ir") as kernel:
        assert "moored here" in kernel.run("cat(moored::hello())")
        assert "http" in kernel.run('cat(getOption("repos")[["CRAN"]])')
    assert list(berth.workspace("pat").glob(f"{PACKAGES}default/R-4.*/moored/DESCRIPTION"))
