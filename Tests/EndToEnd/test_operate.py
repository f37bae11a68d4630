"""Operating the hub: metrics, the audit log, health, a broadcast and a drain, as admins and their tools see them."""

import json

import pytest
from prometheus_client.parser import text_string_to_metric_families

from harness.berth import Berth
from harness.browser import open_lab
from harness.waiting import until


@pytest.fixture(scope="module")
def hub():
    berth = Berth()
    try:
        yield berth.start()
    finally:
        berth.close()


def metrics(hub):
    """Every sample by its name and labels, as Prometheus' own parser reads them."""
    answer = hub.admin.get("/hub/metrics")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = list(text_string_to_metric_families(answer.text))
    assert all(family.documentation for family in families), "each has its help"
    return {(sample.name, *sorted(sample.labels.values())): sample.value for family in families for sample in family.samples}


def notices(client, name):
    return client.get(f"/user/{name}/berth/notice").json()["notices"]


def shown(client, name, kind):
    return next((notice for notice in notices(client, name) if notice["kind"] == kind), None)


def test_metrics_move_with_a_launch_and_a_stop_and_are_for_their_scope(hub):
    ada = hub.person("ada")
    assert ada.get("/hub/metrics").status_code == 403
    before = metrics(hub)
    ada.launch("ada", profile="other-image")
    running = metrics(hub)
    ada.stop("ada")
    after = metrics(hub)

    def rose(old, new, *key):
        return new[key] - old.get(key, 0)

    assert rose(before, running, "berth_launches_total", "started") == 1
    assert rose(before, running, "berth_launch_seconds_count") == 1
    assert rose(before, running, "berth_engine_call_seconds_count", "create", "ok") == 1
    assert running["berth_servers", "started"] == 1 and after["berth_servers", "started"] == 0
    assert rose(running, after, "berth_servers_finished_total", "stoppedByUser") == 1
    assert after["berth_engine_up",] == after["berth_gateway_up",] == 1
    assert after["process_resident_memory_bytes",] > 1 << 20 and after["berth_store_bytes", "database"] > 0
    assert rose(before, after, "berth_store_transaction_seconds_count", "ok", "write") > 5
    until(lambda: metrics(hub).get(("berth_gateway_requests_total", "2xx"), 0) > 5, 40, what="the gateway tells its traffic")


def test_the_audit_log_is_read_on_the_command_line_with_hostile_text_escaped(hub):
    eve = hub.person("eve")
    assert eve.post("users/eve/tokens", {"note": "\x1b[31mred"}).status_code == 201
    assert eve.delete("users/ada/server").status_code == 404
    done = hub.run("audit", "--since", "1d", "--user", "ada", "--action", "server.stop", "--output", "json")
    entry, = json.loads(done.stdout)
    assert entry["principal"].startswith("ada/token") and (entry["target"], entry["result"]) == ("ada/", "done")
    launched, = json.loads(hub.run("audit", "--action", "server.launch", "--output", "json").stdout)
    assert launched["parameters"] == {"profile": "other-image"} and launched["address"]
    table = hub.run("audit", "--user", "eve").stdout
    assert "\x1b" not in table and "red" in table and "refused" in table
    assert hub.run("audit", hub=eve).returncode == 3


def test_health_tells_admins_what_and_others_only_whether(hub):
    assert hub.hub().get("/hub/health/live").json()["ok"] is True
    ready = hub.hub().get("/hub/health/ready")
    assert (ready.status_code, ready.json()) == (200, {"ok": True, "checks": None})
    assert {check["verdict"] for check in hub.admin.get("/hub/health").json()["checks"]} == {"ok"}


def test_a_broadcast_and_a_drain_are_seen_in_jupyterlab_and_the_drain_survives_serve(hub, new_browser):
    fay = hub.person("fay")
    assert hub.run("broadcast", "Slow today", "--level", "warning", "--until", "1h").returncode == 0
    fay.launch("fay", profile="other-image")
    until(lambda: shown(fay, "fay", "broadcast"), 10, what="a server that starts later is told, too")
    page = new_browser().new_page()
    open_lab(page, hub.link(fay))
    said = page.locator(".Toastify__toast", has_text="Slow today")
    said.wait_for(timeout=20_000)
    drained = hub.run("drain", "--message", "New disks", "--deadline", "12s")
    assert drained.returncode == 0, drained.stderr
    ends = page.locator(".Toastify__toast", has_text="This server stops")
    ends.wait_for(timeout=10_000)
    assert said.count() == 1, "both stand side by side"
    refused = hub.run("launch", hub=hub.person("gus"))
    assert refused.returncode == 1 and "New disks" in refused.stderr
    assert "New disks" in hub.run("drain", "--status").stdout
    hub.stop_serve()
    hub.start()
    until(lambda: not fay.server("fay").get("ready"), 30, what="the deadline is kept by the next serve")
    until(lambda: hub.admin.get("servers?owner=fay").json()[0]["reason"] == "drained", 20, what="it is stopped as drained")
    assert hub.admin.post("users/fay/server").status_code == 503
    assert hub.run("drain", "--end").returncode == 0
    assert hub.run("broadcast", "--withdraw").returncode == 0
    fay.launch("fay", profile="other-image")
    until(lambda: notices(fay, "fay") == [], 10, what="nothing is told any more")
