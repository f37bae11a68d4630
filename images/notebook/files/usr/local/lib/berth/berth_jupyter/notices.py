"""What Berth tells the user: JSON files that Berth replaces, one for each thing, passed on to JupyterLab as they change."""

import glob
import json
import os

from tornado import web

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler

# One for each kind of notice. notice.json is the newest of them once more, for images that know of one alone.
FILES = "/run/berth/notice*.json"
# A longer file is not Berth's, and neither are more files.
LONGEST = 16384
MOST = 16
# What the event is called on the event bus.
NOTICE = "https://berth.invalid/events/notice/v1"
SCHEMA = {
    "$id": NOTICE,
    "version": "1",
    "title": "A notice from Berth",
    "personal-data": True,
    "description": "What Berth tells the user of this server now, the newest last; `notice` is that one, or null.",
    "type": "object",
    "required": ["notice", "notices"],
    "properties": {"notice": {"type": ["object", "null"]}, "notices": {"type": "array"}},
}


def files():
    return sorted(glob.glob(FILES))[:MOST]


def read(path):
    """The notice in a file; None where it is gone, or what is there is no notice."""
    try:
        with open(path, "rb") as file:
            notice = json.loads(file.read(LONGEST))
    except (OSError, ValueError):
        return None
    return notice if isinstance(notice, dict) and notice.get("id") else None


def told():
    """The present notices, each once, the newest last."""
    present = {str(notice["id"]): notice for notice in map(read, files()) if notice}
    notices = sorted(present.values(), key=lambda notice: str(notice.get("at")))
    return {"notice": notices[-1] if notices else None, "notices": notices}


class Notices:
    """Watches the files by their dates; reads them when one changes."""

    def __init__(self, app):
        self.events = app.event_logger
        self.seen = self.marks()
        # Now: who listens to all events listens to those that are known by then.
        self.events.register_event_schema(SCHEMA)

    @staticmethod
    def marks():
        marks = []
        for path in files():
            try:
                found = os.stat(path)
            except OSError:
                continue
            marks.append((path, found.st_ino, found.st_mtime_ns))
        return marks

    def look(self):
        marks = self.marks()
        if marks == self.seen:
            return
        self.seen = marks
        self.events.emit(schema_id=NOTICE, data=told())


class NoticeHandler(APIHandler):
    auth_resource = "events"
    _track_activity = False

    @web.authenticated
    @authorized
    def get(self):
        self.finish(told())
