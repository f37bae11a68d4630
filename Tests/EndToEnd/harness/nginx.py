"""nginx in front of Berth, with the configuration that operators are given."""

import os
import pathlib
import shutil
import subprocess

from .berth import CACHE, REPO, free_port

SITE = REPO / "scripts" / "nginx" / "berth.conf"
PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{CACHE}/programs/usr/sbin")

AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/berth.conf;
}}
"""


class Nginx:
    """Listens with TLS on a port of its own and asks the Berth at `upstream`."""

    def __init__(self, folder, port, certificate, upstream):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.plain_port = free_port()
        site = SITE.read_text()
        for theirs, ours in {
            "hub.example.com *.nb.example.com;": "localhost *.localhost;",
            "127.0.0.1:8000;\n    keepalive": f"127.0.0.1:{upstream};\n    keepalive",
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "/etc/ssl/berth/fullchain.pem": str(certificate.chain),
            "/etc/ssl/berth/privkey.pem": str(certificate.key),
        }.items():
            assert theirs in site, f"{SITE} has no {theirs}"
            site = site.replace(theirs, ours)
        (self.folder / "berth.conf").write_text(site)
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder))
        assert PROGRAM, "nginx is missing: run scripts/test"
        self.process = subprocess.Popen(
            [PROGRAM, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=10)
