"""What Berth tells the user: one JSON file that Berth replaces, passed on to JupyterLab as it changes."""

import json
import os

from tornado import web

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler

FILE = "/run/berth/notice.json"
# A longer file is not Berth's.
LONGEST = 16384
# What the event is called on the event bus.
NOTICE = "https://berth.invalid/events/notice/v1"
SCHEMA = {
    "$id": NOTICE,
    "version": "1",
    "title": "A notice from Berth",
    "personal-data": True,
    "description": "What Berth tells the user of this server now; null when that is over.",
    "type": "object",
    "required": ["notice"],
    "properties": {"notice": {"type": ["object", "null"]}},
}


class Notices:
    """Watches the file by its date; reads it when that changes."""

    def __init__(self, app):
        self.events = app.event_logger
        self.log = app.log
        self.seen = self.mark()
        # Now: who listens to all events listens to those that are known by then.
        self.events.register_event_schema(SCHEMA)

    @staticmethod
    def mark():
        try:
            found = os.stat(FILE)
            return (found.st_ino, found.st_mtime_ns)
        except OSError:
            return None

    @staticmethod
    def read():
        """The present notice; None where there is none, or what is there is no notice."""
        try:
            with open(FILE, "rb") as file:
                notice = json.loads(file.read(LONGEST))
        except (OSError, ValueError):
            return None
        return notice if isinstance(notice, dict) else None

    def look(self):
        mark = self.mark()
        if mark == self.seen:
            return
        self.seen = mark
        self.events.emit(schema_id=NOTICE, data={"notice": self.read()})


class NoticeHandler(APIHandler):
    auth_resource = "events"
    _track_activity = False

    def initialize(self, notices):
        self.notices = notices

    @web.authenticated
    @authorized
    def get(self):
        self.finish({"notice": self.notices.read()})
