"""A server extension: tells Berth which kernels were killed and which are busy, and JupyterLab what Berth has to say to its
user.

`GET {base}/berth/deaths`  kernels that ended by SIGKILL, the newest last
`GET {base}/berth/notice`  the present notices; when they change that is an event `NOTICE` on Jupyter Server's event bus

Both need Jupyter's token and are no activity. Once a second it looks at the kernels and at a few files; the rest of the
time it does nothing. The contract is in images/README.md.
"""

from tornado.ioloop import PeriodicCallback

from jupyter_server.utils import url_path_join

from .deaths import Deaths, DeathsHandler
from .notices import NoticeHandler, Notices
from .restarts import Restarts


def _jupyter_server_extension_points():
    return [{"module": "berth_jupyter"}]


def _load_jupyter_server_extension(app):
    deaths, notices, restarts = Deaths(app), Notices(app), Restarts(app)
    app.web_app.add_handlers(
        ".*",
        [
            (url_path_join(app.base_url, "berth/deaths"), DeathsHandler, {"deaths": deaths}),
            (url_path_join(app.base_url, "berth/notice"), NoticeHandler),
        ],
    )

    def look():
        deaths.look()
        notices.look()
        restarts.look()

    PeriodicCallback(look, 1000).start()
