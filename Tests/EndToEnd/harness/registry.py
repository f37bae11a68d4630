"""A registry that serves one image the engine has, so that a launch has something to pull. Plain HTTP on loopback."""

import hashlib
import http.server
import io
import json
import subprocess
import tarfile
import threading

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


class Registry:
    """`name` is what to pull: `127.0.0.1:PORT/pulled:1`."""

    def __init__(self, image):
        self.blobs = {}
        self.manifest = self.load(image)
        handler = type("Handler", (RegistryHandler,), {"registry": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.name = f"127.0.0.1:{self.server.server_port}/pulled:1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def load(self, image):
        archive = subprocess.run(["docker", "save", image], capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            index = json.load(tar.extractfile("manifest.json"))[0]
            config = json.load(tar.extractfile(index["Config"]))
            # Another image than the engine has, so that it does fetch the layers and not only add a name.
            config["config"]["Labels"] = {"of": "the end-to-end tests' registry"}
            config = self.keep(json.dumps(config).encode())
            layers = [self.keep(tar.extractfile(layer).read()) for layer in index["Layers"]]
        image_type = "application/vnd.docker.container.image.v1+json"
        layer_type = "application/vnd.docker.image.rootfs.diff.tar"
        return json.dumps({
            "schemaVersion": 2, "mediaType": MANIFEST, "config": {"mediaType": image_type, **config},
            "layers": [{"mediaType": layer_type, **layer} for layer in layers],
        }).encode()

    def keep(self, blob):
        digest = "sha256:" + hashlib.sha256(blob).hexdigest()
        self.blobs[digest] = blob
        return {"digest": digest, "size": len(blob)}

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
        kind, body = self.find()
        self.send_response(200 if body is not None else 404)
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body or b"")))
        if kind == MANIFEST:
            self.send_header("Docker-Content-Digest", "sha256:" + hashlib.sha256(body).hexdigest())
        self.end_headers()
        if self.command == "GET" and body:
            self.wfile.write(body)

    def find(self):
        if self.path == "/v2/":
            return "application/json", b"{}"
        if "/manifests/" in self.path:
            return MANIFEST, self.registry.manifest
        return "application/octet-stream", self.registry.blobs.get(self.path.rsplit("/", 1)[-1])

    def log_message(self, *_):
        pass
