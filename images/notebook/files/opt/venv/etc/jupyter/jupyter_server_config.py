# How Jupyter runs in a container of Berth's. Arguments (NOTEBOOK_ARGS) and the user's own ~/.jupyter win over this.
# What each of the "lean" settings saves is in images/README.md.
import os
import sys

from jupyter_resource_usage.config import ResourceUseDisplay

c = get_config()  # noqa: F821 (Jupyter defines it)

# Where it listens and what it serves.
c.ServerApp.ip = "0.0.0.0"
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.base_url = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/")
c.ServerApp.root_dir = os.path.join(os.environ["HOME"], "notebooks")
# The gateway keeps the browser's Host header and has checked it.
c.ServerApp.allow_remote_access = True
# Stopping is Berth's: an idle server is reaped with its reason kept, and the menu has no "Shut Down".
c.ServerApp.quit_button = False
c.ServerApp.shutdown_no_activity_timeout = 0
# A trash can nobody empties would eat the workspace.
c.FileContentsManager.delete_to_trash = False

# Of the user's packages the server takes nothing but the scripts that the browser loads, such as ipywidgets'.
own_packages = f"{os.environ['BERTH_PACKAGES']}/python{sys.version_info.major}.{sys.version_info.minor}"
c.LabServerApp.extra_labextensions_path = [f"{own_packages}/share/jupyter/labextensions"]

name = os.environ.get("BERTH_USER") or os.environ.get("NB_USER")
if name:
    from jupyter_server.auth import User
    from jupyter_server.auth.identity import PasswordIdentityProvider

    class NamedIdentityProvider(PasswordIdentityProvider):
        """Shows the owner's name where Jupyter, which knows one token and no names, would invent an anonymous one."""

        def generate_anonymous_user(self, handler):
            return User(username=name, name=name, display_name=name, initials=name[:1].upper())

    c.ServerApp.identity_provider_class = NamedIdentityProvider

# JupyterLab's menu leads to the hub and out of it, and offers to start a server again that was stopped.
if os.environ.get("JUPYTERHUB_HOST"):
    c.ServerApp.tornado_settings = {
        "hub_host": os.environ["JUPYTERHUB_HOST"],
        "hub_prefix": f"{os.environ['JUPYTERHUB_BASE_URL']}hub/",
        "user": os.environ["JUPYTERHUB_USER"],
        "server_name": os.environ["JUPYTERHUB_SERVER_NAME"],
    }

# Lean: nothing is fetched or looked for at start.
c.LabApp.extension_manager = "readonly"
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.ServerApp.jpserver_extensions = {"jupyter_lsp": False, "notebook_shim": False, "berth_jupyter": True}
# Where that last one, ours, lies: apart from what kernels import.
sys.path.append("/usr/local/lib/berth")


def memory_limit(**_):
    """Bytes the container may use now: its cgroup's limit (v2, v1), which a live resize moves, or the host's total."""
    import psutil

    total = psutil.virtual_memory().total
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(path) as file:
                return min(int(file.read()), total)
        except (OSError, ValueError):  # not this version, or "max"
            continue
    return int(os.environ.get("MEM_LIMIT", 0)) or total


def cpu_limit(_):
    """Cores the container may use now: its cgroup's quota (v2, v1), which a live resize moves, or the host's count."""
    for paths in (["cpu.max"], ["cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"]):
        try:
            quota, period = " ".join(open(f"/sys/fs/cgroup/{path}").read() for path in paths).split()
            if int(quota) > 0:
                return int(quota) / int(period)
        except (OSError, ValueError):
            continue
    return float(os.environ.get("CPU_LIMIT", 0)) or float(os.cpu_count())


# The meter in the status bar. For the cores it knows a number only, and so is given a number that is looked up.
ResourceUseDisplay.cpu_limit = property(cpu_limit)
# Its warning compares per cent with cores.
c.ResourceUseDisplay.mem_limit = memory_limit
c.ResourceUseDisplay.track_cpu_percent = True
c.ResourceUseDisplay.cpu_warning_threshold = 0
c.ResourceUseDisplay.track_disk_usage = False
c.ResourceUseDisplay.show_host_usage = False
# It would stop the event loop for 50 ms per process, every second.
c.ResourceUseDisplay.enable_prometheus_metrics = False
