"""What people expect around a notebook: git, ssh, time zone, locale, proxies, extra CAs."""

import subprocess

import pytest

@pytest.fixture(scope="module")
def kernel(berth):
    hub = berth.person("gil")
    hub.launch("gil", profile="abroad")
    with hub.kernel("gil") as kernel:
        yield kernel


def test_git_clones_and_commits_as_the_user(kernel):
    said = kernel.run("""%%bash
set -e
cd "$(mktemp -d)" && git init -q origin && cd origin
echo 1 >a && git add a && git commit -qm first && cd ..
git clone -q file://$PWD/origin copy && git -C copy log --format='%an <%ae> %s'
""")
    assert said == "gil <gil@localhost> first\n"


def test_ssh_keys_keep_their_mode_and_are_found(berth, kernel):
    said = kernel.run("""%%bash
mkdir -p -m 700 ~/.ssh && ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519
printf 'Host box\\n  HostName 127.0.0.1\\n  Port 1\\n' >~/.ssh/config
ssh -v box 2>&1 || true
eval "$(ssh-agent)" && ssh-add 2>&1; ssh-agent -k
""")
    assert "Identity added: /home/jovyan/.ssh/id_ed25519" in said
    assert "Connecting to 127.0.0.1 [127.0.0.1] port 1" in said
    assert (berth.workspace("gil") / ".ssh" / "id_ed25519").stat().st_mode & 0o777 == 0o600


def test_the_time_zone_of_the_profile_is_that_of_kernels_and_terminals(berth, kernel):
    assert kernel.run("import time; print(time.tzname)") == "('CET', 'CEST')\n"
    with berth.person("gil").terminal("gil") as terminal:
        assert "+0100" in terminal.run("date -d 2026-01-01 +%z")


def test_text_is_utf_8(kernel):
    assert kernel.run("import locale, sys; print(locale.getencoding(), sys.stdout.encoding, 'Größe ✓')") == (
        "UTF-8 UTF-8 Größe ✓\n")
    assert kernel.run("!locale charmap; touch /tmp/Größe; ls /tmp | grep Gr").split() == ["UTF-8", "Größe"]


# A proxy that notes what it is asked for and refuses it.
PROXY = """
import http.server, threading
asked = []
class Proxy(http.server.BaseHTTPRequestHandler):
    def do_CONNECT(self):
        asked.append(self.path)
        self.send_error(403)
    def do_GET(self):
        asked.append(self.path)
        self.send_response(200); self.end_headers(); self.wfile.write(b"by the proxy")
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 3128), Proxy)
threading.Thread(target=server.serve_forever, daemon=True).start()
"""


def test_proxies_of_the_profile_reach_kernels_and_pip(kernel):
    kernel.run(PROXY)
    fetch = "import urllib.request; print(urllib.request.urlopen('http://a.test/b').read().decode())"
    assert kernel.run(fetch) == "by the proxy\n"
    kernel.run("!pip download --retries 0 --index-url https://index.test/simple six")
    assert kernel.run("print(asked)") == "['http://a.test/b', 'index.test:443']\n"


TLS = """
import http.server, os, ssl, threading
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"trusted")
    def log_message(self, *_): pass
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("server.crt", "server.key")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 8443), Page)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ["no_proxy"] = "localhost"
import requests, urllib.request
print(requests.get("https://localhost:8443/").text, urllib.request.urlopen("https://localhost:8443/").read().decode())
"""


def test_a_ca_in_the_cluster_directory_is_trusted_by_new_kernels(berth, cluster, kernel):
    notebooks = berth.workspace("gil") / "notebooks"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", notebooks / "server.key", "-out", notebooks / "server.crt"],
        check=True, capture_output=True)
    (notebooks / "server.key").chmod(0o644)
    cluster.publish("with-ca", {"certificates/own.crt": (notebooks / "server.crt").read_text().rstrip()})
    with berth.person("gil").kernel("gil") as later:
        assert later.run(TLS) == "trusted trusted\n"
        # Git is told too; what answers is no repository, which it says only after it has trusted it.
        assert "certificate" not in later.run("!git ls-remote https://localhost:8443/ 2>&1")
    with pytest.raises(AssertionError, match="CERTIFICATE_VERIFY_FAILED"):
        kernel.run("import os; os.environ['no_proxy'] = 'localhost'\n"
                   "import urllib.request; urllib.request.urlopen('https://localhost:8443/')")
