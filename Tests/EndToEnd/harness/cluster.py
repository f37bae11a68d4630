"""The operator's cluster directory: versions side by side, and the link that says which one counts."""

import os


class Cluster:
    def __init__(self, berth):
        self.folder = berth.state / "cluster"

    def publish(self, version, files):
        """Writes a version, contents by path, and makes it the current one."""
        for path, content in files.items():
            file = self.folder / version / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        self.point_to(version)

    def point_to(self, target):
        # Exchanged in one step: there is no moment without a link.
        os.symlink(target, self.folder / "next")
        os.replace(self.folder / "next", self.folder / "current")

    def clear(self):
        (self.folder / "current").unlink(missing_ok=True)
