"""Certificates for tests, made by openssl: self-signed, so that each is its own authority."""

import grp
import os
import pathlib
import subprocess


class Certificate:
    """`fullchain.pem` and `privkey.pem` in `folder`, for `localhost` and the origins of these users. `trusted.pem` has every
    certificate there was."""

    def __init__(self, folder, *users):
        folder.mkdir()
        for place in (folder, *folder.parents):
            # The gateway is nobody when tests run as root, and pytest's folders are for their owner alone.
            if place.is_relative_to("/tmp/") and place != pathlib.Path("/tmp"):
                place.chmod(0o755)
        self.chain = folder / "fullchain.pem"
        self.key = folder / "privkey.pem"
        self.trusted = folder / "trusted.pem"
        self.names = ",".join(f"DNS:{name}" for name in ["localhost", *(f"{user}.localhost" for user in users)])
        self.renew()

    def renew(self):
        """A new pair in place of the old one, each file at once, the certificate first."""
        files = [path.with_suffix(".new") for path in (self.chain, self.key)]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=berth", "-addext", f"subjectAltName={self.names}", "-out", files[0], "-keyout", files[1]],
            check=True, capture_output=True)
        os.chown(files[1], -1, grp.getgrnam("nogroup").gr_gid if os.geteuid() == 0 else -1)
        files[1].chmod(0o640)
        with self.trusted.open("a") as trusted:
            trusted.write(files[0].read_text())
        for made, path in zip(files, (self.chain, self.key)):
            made.replace(path)
