"""A notebook server whose owner means harm: its own configuration adds pages that Jupyter would never serve."""

# `~/.jupyter/jupyter_server_config.py` of the workspace; Jupyter runs it, as the user may configure their server.
CONFIGURATION = r'''
import jupyter_server.serverapp as serverapp
from tornado import web

class Hostile(web.RequestHandler):
    """Headers that reach for more than this server, and whatever the page is to be."""
    def get(self, what):
        self.set_header("Service-Worker-Allowed", "/")
        self.set_header("Clear-Site-Data", '"cookies"')
        self.set_header("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        self.add_header("Set-Cookie", "domain_cookie=1; Domain=localhost; Path=/")
        self.add_header("Set-Cookie", "wide_cookie=1; Path=/")
        self.add_header("Set-Cookie", "own_cookie=1; Path=%s" % self.application.settings["base_url"])
        if what == "worker.js":
            self.set_header("Content-Type", "text/javascript")
            self.write("self.addEventListener('fetch', event => event.respondWith(new Response('taken over')))")
        else:
            self.write("<!doctype html><title>hostile</title><body>hostile")

original = serverapp.ServerWebApplication.init_handlers
def init_handlers(self, default_services, settings):
    return [(settings["base_url"] + "hostile/(.*)", Hostile)] + original(self, default_services, settings)
serverapp.ServerWebApplication.init_handlers = init_handlers
'''


def make_hostile(berth, owner):
    """Launches the owner's server once for the workspace, writes the configuration as its owner would, relaunches."""
    hub = berth.running(owner)
    with hub.kernel(owner) as kernel:
        kernel.run(f"""
import os, pathlib
folder = pathlib.Path.home() / ".jupyter"
folder.mkdir(exist_ok=True)
(folder / "jupyter_server_config.py").write_text({CONFIGURATION!r})
""")
    hub.stop(owner)
    hub.launch(owner)
    assert "hostile" in hub.get(f"/user/{owner}/hostile/page").text
    return hub
