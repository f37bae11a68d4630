"""The operator's cluster directory: changed while a server runs, seen by each kernel that starts after."""

import json

import pytest

SHOW = """
import os
print(*(os.environ.get(name) for name in ("SPARK_HOME", "SPARK_VERSION", "FROM_HOOK", "BERTH_CLUSTER", "BERTH_USER")))
"""
SPEC = {
    "argv": ["/usr/local/bin/berth-kernel", "python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "display_name": "Python on the cluster", "language": "python",
    "env": {"SPARK_CONF_DIR": "/etc/berth/cluster/current/conf"},
}


@pytest.fixture
def person(berth):
    return berth.running("clara")


def version(number):
    return {
        "env": f"# Spark\n\nSPARK_HOME=/opt/spark-{number}\nSPARK_VERSION={number}.0 with spaces\nTZ=Asia/Tokyo\n",
        "hooks/10-hook.sh": f"echo said by the hook\nexport FROM_HOOK=$SPARK_HOME/{number}\n",
        "kernels/python-cluster/kernel.json": json.dumps(SPEC),
    }


def test_a_kernel_started_after_the_operators_change_sees_it(cluster, person):
    with person.kernel("clara") as kernel:
        assert kernel.run(SHOW).split() == ["None", "None", "None", "None", "clara"]
    cluster.publish("1", version(1))
    assert "python-cluster" in person.get("/user/clara/api/kernelspecs").json()["kernelspecs"]
    with person.kernel("clara", "python-cluster") as first:
        before = first.run(SHOW)
        assert before == "/opt/spark-1 1.0 with spaces /opt/spark-1/1 /etc/berth/cluster/1 clara\n"
        assert "SPARK_CONF_DIR=/etc/berth" in first.run("!env")
        cluster.publish("2", version(2))
        with person.kernel("clara", "python-cluster") as second:
            assert second.run(SHOW) == before.replace("1", "2")
        assert first.run(SHOW) == before
    with person.kernel("clara") as kernel:
        assert kernel.run("import time; print(time.tzname[0])") == "JST\n"
    with person.terminal("clara") as terminal:
        assert "/opt/spark-2" in terminal.run("echo $SPARK_HOME")


BROKEN = {
    "env": "SPARK_HOME=/opt/spark-3\nthis is no line\nBERTH_USER=mallory\nHOME=/root\nUID=0\nSPARK_VERSION=3\n",
    "hooks/10-syntax.sh": "if then (\n",
    "hooks/20-exit.sh": "export FROM_HOOK=wrong\nexit 7\n",
    "hooks/30-closes.sh": "exec 1>&- 2>&-; kill -9 $$\n",
    "hooks/40-good.sh": "export FROM_HOOK=right\n",
    "kernels/broken/kernel.json": "{",
    "kernels/python3/kernel.json": json.dumps(SPEC | {"argv": ["/bin/false"]}),
    "certificates/bad.crt": "no certificate",
}


def test_a_broken_cluster_directory_is_told_and_passed_over(berth, cluster, person):
    cluster.publish("3", BROKEN)
    with person.kernel("clara") as kernel:
        assert kernel.run(SHOW) == "/opt/spark-3 3 right /etc/berth/cluster/3 clara\n"
    log = berth.run("logs", hub=person).stdout
    for said in ("/3/env:2 ", "/3/env:3 ", "/3/env:4 ", "/3/env:5 ", "10-syntax.sh", "20-exit.sh", "30-closes.sh"):
        assert any(said in line and "passed over" in line for line in log.splitlines()), (said, log)
    assert "mallory" not in log and "40-good.sh failed" not in log
    specs = person.get("/user/clara/api/kernelspecs").json()["kernelspecs"]
    assert "python3" in specs and "broken" not in specs


@pytest.mark.parametrize("target", ["nowhere", "file"])
def test_a_link_that_leads_nowhere_is_told_and_passed_over(berth, cluster, person, target):
    (cluster.folder / "file").write_text("")
    cluster.point_to(target)
    with person.kernel("clara") as kernel:
        assert kernel.run("print(1)") == "1\n"
    assert "current does not lead to a folder; passed over" in berth.run("logs", hub=person).stdout
