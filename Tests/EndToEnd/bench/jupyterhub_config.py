"""JupyterHub as its documentation has it behind DockerSpawner, with the profiles to choose from that KubeSpawner would show.

`$BENCH` is JSON: what `jupyterhub.py` beside this file has found out and made.
"""

import json
import os

bench = json.loads(os.environ["BENCH"])
c = get_config()  # noqa: F821


def choice(id, profile, is_first):
    """A profile as KubeSpawner's list shows it."""
    return (f'<label class="form-check"><input class="form-check-input" type="radio" name="profile" value="{id}"'
            f'{" checked" if is_first else ""}> <strong>{profile["title"]}</strong><p>{profile["summary"]}</p></label>')


def apply_profile(spawner, options):
    chosen = bench["profiles"][options.get("profile", next(iter(bench["profiles"])))]
    spawner.mem_limit, spawner.cpu_limit = chosen["memory"], chosen["cpu"]


c.Spawner.options_form = "".join(
    choice(id, profile, number == 0) for number, (id, profile) in enumerate(bench["profiles"].items()))
c.Spawner.options_from_form = lambda form: {"profile": form["profile"][0]}
c.Spawner.apply_user_options = apply_profile

c.JupyterHub.bind_url = f"http://127.0.0.1:{bench['port']}"
# Where containers reach the hub: on the bridge of their network, which is this machine's alone.
c.JupyterHub.hub_ip = bench["gateway"]
c.JupyterHub.hub_port = bench["hub_port"]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{bench['proxy_port']}"
c.JupyterHub.db_url = f"sqlite:///{bench['folder']}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{bench['folder']}/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{bench['folder']}/proxy.pid"

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = bench["password"]
c.Authenticator.allow_all = True
c.Authenticator.admin_users = {"admin"}

c.JupyterHub.spawner_class = "docker"
c.DockerSpawner.image = bench["image"]
c.DockerSpawner.cmd = ["jupyterhub-singleuser"]
c.DockerSpawner.network_name = bench["network"]
c.DockerSpawner.use_internal_ip = True
# Or the next start would be the same container with its old limits.
c.DockerSpawner.remove = True
c.DockerSpawner.prefix = bench["network"]
c.DockerSpawner.volumes = {f"{bench['network']}-{{username}}": "/home/jovyan"}
c.DockerSpawner.notebook_dir = "/home/jovyan"
c.DockerSpawner.extra_create_kwargs = {"labels": {"berth.bench": bench["network"]}}
# Berth is asked to look as often: the page of the admin is to show what is so now.
c.DockerSpawner.environment = {"JUPYTERHUB_ACTIVITY_INTERVAL": str(bench["activity_interval"])}
c.JupyterHub.last_activity_interval = bench["activity_interval"]

# A program beside the people: it makes the fleet that the admin is to look through.
c.JupyterHub.services = [{"name": "bench", "api_token": bench["token"]}]
c.JupyterHub.load_roles = [{
    "name": "bench", "services": ["bench"], "scopes": ["admin:users", "admin:servers", "access:servers", "list:users"]}]
