"""TLS from files: browsers, kernels, and a certificate that changes while they work."""

import socket
import ssl

import pytest

from harness.berth import Berth
from harness.browser import open_lab, run_first_cell
from harness.certificates import Certificate
from harness.waiting import until


@pytest.fixture(scope="module")
def berth(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    certificate = Certificate(folder / "certificate", "tilda")
    berth = Berth(certificate=certificate, tls_certificate=certificate.chain, tls_key=certificate.key)
    try:
        yield berth.start()
    finally:
        berth.close()


@pytest.fixture(scope="module")
def tilda(berth):
    return berth.running("tilda")


def shown(berth):
    """The certificate that a new connection is shown."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", berth.port), timeout=10) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as secure:
            return secure.getpeercert(True)


def health(berth):
    return berth.admin.get("/hub/health").json()


def test_a_browser_works_in_jupyterlab_and_its_cookies_are_held_to_tls(berth, tilda, chromium):
    context = chromium.new_context(ignore_https_errors=True)
    page = context.new_page()
    link = tilda.post("users/tilda/login-link", {"next": "/hub/open/tilda"}).json()["url"]
    open_lab(page, link)
    assert page.url.startswith(f"{berth.notebooks('tilda')}/user/tilda/lab")
    run_first_cell(page, "print('over TLS', 6 * 7)", "over TLS 42")
    ours = [cookie for cookie in context.cookies() if "berth" in cookie["name"]]
    assert {cookie["name"] for cookie in ours} == {"__Host-berth-session", "__Host-berth-pass"}
    assert all(cookie["secure"] and cookie["httpOnly"] and cookie["path"] == "/" for cookie in ours)
    context.close()


def test_a_program_verifies_the_certificate_and_runs_a_kernel(berth, tilda):
    answer = tilda.get("user")
    assert answer.status_code == 200 and answer.raw.version == 11
    # The port is not https's own: the rest of this host is not ours to bind.
    assert "Strict-Transport-Security" not in answer.headers
    with tilda.kernel("tilda") as kernel:
        assert kernel.run("print(6 * 7)") == "42\n"


def test_plain_http_is_told_where_to_go(berth):
    with socket.create_connection(("127.0.0.1", berth.port), timeout=10) as plain:
        plain.sendall(b"GET /hub/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = plain.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 400 ")
    assert f"{berth.url}/hub/" in answer


def test_a_renewed_certificate_is_shown_and_open_streams_go_on(berth, tilda):
    with tilda.kernel("tilda") as kernel:
        before, expires = shown(berth), health(berth)["certificate"]["expires_at"]
        berth.certificate.renew()
        renewed = ssl.PEM_cert_to_DER_cert(berth.certificate.chain.read_text())
        until(lambda: shown(berth) == renewed != before, 30, what="the new one is shown")
        until(lambda: health(berth)["certificate"]["expires_at"] > expires, 10, what="serve knows of it")
        assert health(berth)["certificate"]["problem"] is None
        assert kernel.run("print(6 * 7)") == "42\n"


def test_a_broken_pair_leaves_the_one_before_and_is_told(berth, tilda):
    before = shown(berth)
    good, key = berth.certificate.chain.read_text(), berth.certificate.key.read_text()
    berth.certificate.renew()
    berth.certificate.key.write_text(key)  # of another certificate
    problem = until(lambda: health(berth)["certificate"]["problem"], 30, what="the problem is told")
    assert str(berth.certificate.key) in problem
    assert "the one before stays" in berth.gateway_log_end()
    assert shown(berth) == before
    berth.certificate.chain.write_text(good)
    until(lambda: health(berth)["certificate"]["problem"] is None, 30, what="all is well again")
    assert shown(berth) == before


def test_a_plain_address_that_claims_tls_is_refused_at_the_start(berth):
    other = Berth(tls_certificate=berth.certificate.chain, tls_key=berth.certificate.key)
    with pytest.raises(AssertionError, match="say so here and in notebook_url"):
        other.start(within=20)
    other.close()
