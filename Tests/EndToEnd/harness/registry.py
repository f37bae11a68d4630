"""A registry that serves one image the engine has, so that a launch has something to pull. Plain HTTP on loopback."""

import base64
import hashlib
import http.server
import io
import json
import subprocess
import tarfile
import threading

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


class Registry:
    """`name` is what to pull: `127.0.0.1:PORT/pulled:1`. With `login` (`user:password`) nobody else gets anything."""

    def __init__(self, image, login=None):
        self.login = login
        self.blobs = {}
        self.refused = 0
        self.read(image)
        self.move()
        handler = type("Handler", (RegistryHandler,), {"registry": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.name = f"{self.host}/pulled:1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def read(self, image):
        archive = subprocess.run(["docker", "save", image], capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            index = json.load(tar.extractfile("manifest.json"))[0]
            self.config = json.load(tar.extractfile(index["Config"]))
            self.layers = [self.keep(tar.extractfile(layer).read()) for layer in index["Layers"]]

    def move(self, version="1"):
        """Lets the tag mean another image than before, and than the engine has; answers that image's id."""
        self.config["config"]["Labels"] = {"of": "the end-to-end tests' registry", "version": version}
        config = self.keep(json.dumps(self.config).encode())
        image_type = "application/vnd.docker.container.image.v1+json"
        layer_type = "application/vnd.docker.image.rootfs.diff.tar"
        self.manifest = json.dumps({
            "schemaVersion": 2, "mediaType": MANIFEST, "config": {"mediaType": image_type, **config},
            "layers": [{"mediaType": layer_type, **layer} for layer in self.layers],
        }).encode()
        self.keep(self.manifest)
        return config["digest"]

    def keep(self, blob):
        digest = "sha256:" + hashlib.sha256(blob).hexdigest()
        self.blobs[digest] = blob
        return {"digest": digest, "size": len(blob)}

    def lets_in(self, header):
        if self.login is None:
            return True
        return header == "Basic " + base64.b64encode(self.login.encode()).decode()

    def docker_config(self):
        """What Docker's `config.json` holds for who may pull."""
        return json.dumps({"auths": {self.host: {"auth": base64.b64encode(self.login.encode()).decode()}}})

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class RegistryHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        if not self.registry.lets_in(self.headers.get("Authorization")):
            return self.refuse()
        kind, body = self.find()
        self.send_response(200 if body is not None else 404)
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body or b"")))
        if kind == MANIFEST:
            self.send_header("Docker-Content-Digest", "sha256:" + hashlib.sha256(body or b"").hexdigest())
        self.end_headers()
        if self.command == "GET" and body:
            self.wfile.write(body)

    def refuse(self):
        self.registry.refused += 1
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="the tests"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def find(self):
        if self.path == "/v2/":
            return "application/json", b"{}"
        last = self.path.rsplit("/", 1)[-1]
        if "/manifests/" in self.path:
            return MANIFEST, self.registry.blobs.get(last) if last.startswith("sha256:") else self.registry.manifest
        return "application/octet-stream", self.registry.blobs.get(last)

    def log_message(self, *_):
        pass
