"""What the generated program registers: inputs, dependencies, and what it refuses."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scaffold.data import folder
from scaffold.render import render
from tests.test_generated import QUIET, lay
from tests.test_render_plan import sample

RECORD = """
import json, sys
sys.path[:0] = [".", "tests"]
import conftest
from google.protobuf import json_format
import components.archive
if "--verify" not in sys.argv:
    components.archive.verify = lambda: None
print(json.dumps([
    {
        "type": r.type,
        "name": r.name,
        "parent": r.parent,
        "after": sorted(urn.split("::")[-1] for urn in r.dependencies),
        "inputs": json_format.MessageToDict(r.object),
        "retained": r.retainOnDelete,
        "aliases": [a.spec.name for a in r.aliases],
    }
    for r in conftest.record()
]))
"""


def record(place: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """One run of the program under its own mocks, in a process of its own."""
    command = [sys.executable, "-c", RECORD, *arguments]
    return subprocess.run(command, cwd=place, env=QUIET, capture_output=True, text=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = sample(tmp_path_factory.mktemp("catalogue"))
    return lay(render(plan, folder("templates")), tmp_path_factory.mktemp("acme"))


@pytest.fixture(scope="module")
def found(place: Path) -> dict[str, dict[str, Any]]:
    """Type and name -> the registration."""
    done = record(place)
    assert done.returncode == 0, done.stderr
    return {f"{r['type']} {r['name']}": r for r in json.loads(done.stdout)}


def release(found: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    return found[f"kubernetes:helm.sh/v3:Release {name}"]


def test_a_release_says_all_that_helm_must_know(found: dict[str, dict[str, Any]]) -> None:
    inputs = release(found, "stack")["inputs"]
    values = inputs.pop("values")
    files = inputs.pop("valueYamlFiles")
    assert inputs == {
        "name": "stack",
        "namespace": "monitoring",
        "chart": "./charts/stack-1.0.0.tgz",
        "version": "1.0.0",
        "timeout": 600.0,
        "skipCrds": True,
        "maxHistory": 5.0,
        "compat": "true",
    }
    assert values["prometheus"] == {"prometheusSpec": {"replicas": 2.0}}
    assert values["grafana"] == {"ingress": {"hosts": ["grafana.platform.example.com"]}}
    assert [file["path"] for file in files if "path" in file] == ["values/stack.yaml"]


def test_a_release_keeps_its_earlier_names(found: dict[str, dict[str, Any]]) -> None:
    assert release(found, "stack")["aliases"] == ["prometheus"]
    assert release(found, "traefik")["aliases"] == []


def test_the_edges_are_those_of_the_plan_and_no_others(found: dict[str, dict[str, Any]]) -> None:
    after = {r["name"]: r["after"] for r in found.values() if "Release" in r["type"]}
    assert after == {
        "operator-crds": ["platform-crds"],
        "traefik-crds-1": ["platform-crds"],
        "traefik-crds-2": ["platform-crds", "traefik-crds-1"],
        "gateway-api-crds": ["platform-crds"],
        "gateway-api-crds-policies": ["gateway-api-crds", "platform-crds"],
        "longhorn": ["longhorn-system"],
        "nfs": [],
        "traefik": [
            "gateway-api-crds",
            "operator-crds",
            "traefik",
            "traefik-crds-1",
            "traefik-crds-2",
        ],
        "cert-manager": ["cert-manager", "operator-crds"],
        "stack": ["cert-manager", "grafana-admin", "monitoring", "operator-crds"],
    }


def test_a_custom_resource_waits_for_the_release_of_its_webhook(
    found: dict[str, dict[str, Any]],
) -> None:
    issuer = found["kubernetes:cert-manager.io/v1:ClusterIssuer letsencrypt"]
    assert issuer["after"] == ["cert-manager", "operator-crds"]


def test_alerts_and_dashboards_do_not_wait_for_the_network_that_pods_wait_for() -> None:
    done = record(Path(__file__).parents[1] / "examples/bare-metal")
    assert done.returncode == 0, done.stderr
    after = {f"{r['type'].split(':')[-1]} {r['name']}": r["after"] for r in json.loads(done.stdout)}
    assert "calico" in after["Release dex"]
    assert after["PrometheusRule dex-alerts"] == ["dex", "prometheus-operator-crds"]
    for name in ("PrometheusRule dex-alerts", "ConfigMap dex-on-call"):
        assert "calico" not in after[name]


def test_packed_crds_take_no_values(found: dict[str, dict[str, Any]]) -> None:
    inputs = release(found, "gateway-api-crds")["inputs"]
    assert inputs["chart"] == "./charts/gateway-api-crds-1.2.0.tgz"
    assert inputs.get("valueYamlFiles", []) == []
    assert inputs.get("values", {}) == {}


def test_a_namespace_has_its_level_and_keeps_its_data(found: dict[str, dict[str, Any]]) -> None:
    kind = "kubernetes:core/v1:Namespace"
    made = {r["name"]: r for r in found.values() if r["type"] == kind}
    assert {name: r["retained"] for name, r in made.items()} == {
        "platform-crds": False,
        "longhorn-system": True,
        "traefik": False,
        "cert-manager": False,
        "monitoring": True,
    }
    assert made["monitoring"]["inputs"]["metadata"] == {
        "name": "monitoring",
        "labels": {
            "pod-security.kubernetes.io/enforce": "privileged",
            "pod-security.kubernetes.io/warn": "privileged",
        },
        "annotations": {"pulumi.com/patchForce": "true"},
    }
    assert "annotations" not in made["traefik"]["inputs"]["metadata"]


def test_a_secret_is_a_secret(found: dict[str, dict[str, Any]]) -> None:
    secret = found["kubernetes:core/v1:Secret grafana-admin"]["inputs"]
    assert secret["metadata"] == {"name": "grafana-admin", "namespace": "monitoring"}
    assert "4dabf18193072939515e22adb298388d" in json.dumps(secret["stringData"])


def test_the_overlay_of_the_stack_comes_last_even_after_the_name_of_the_cluster(
    place: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(place, tmp_path / "acme")
    (copy / "values/stack.test.yaml").write_text("replicas: 3\n")
    (copy / "values/stack.other.yaml").write_text("replicas: 4\n")
    done = record(copy)
    found = {r["name"]: r for r in json.loads(done.stdout) if "Release" in r["type"]}
    first, name, last = found["stack"]["inputs"]["valueYamlFiles"]
    assert first["path"] == "values/stack.yaml"
    assert json.loads(name["text"]) == {
        "prometheus": {"labels": {"cluster": "acme-test"}},
        "agents": {"cluster": "acme-test"},
    }
    assert last["path"] == "values/stack.test.yaml"
    _, name = found["traefik"]["inputs"]["valueYamlFiles"]
    assert json.loads(name["text"]) == {"cluster": "acme-test"}


def test_every_archive_that_is_not_as_locked_is_named_and_nothing_is_registered(
    place: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(place, tmp_path / "acme")
    lock = json.loads((copy / "charts.lock").read_text())["charts"]
    files = [f"charts/{line['chart']}-{line['version']}.tgz" for line in lock if line]
    (copy / "charts").mkdir()
    for name in files[1:]:
        (copy / name).write_bytes(name.encode())
    sums = [f"{hashlib.sha256(n.encode()).hexdigest()}  {n}\n" for n in files[:1] + files[2:]]
    (copy / "charts.sum").write_text("".join(sums))
    (copy / files[-1]).write_bytes(b"other")
    done = record(copy, "--verify")
    assert done.returncode != 0
    assert (
        "the charts are not as locked:\n"
        "  charts/cert-manager-1.0.0.tgz is missing\n"
        "  charts/gateway-api-crds-1.2.0.tgz has no line in charts.sum\n"
        "  charts/traefik-crds-2-1.0.0.tgz is not the archive that charts.sum names\n"
        "Run `scaffold vendor`."
    ) in done.stderr
    assert done.stdout == ""


def test_archives_as_locked_are_installed(place: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(place, tmp_path / "acme")
    lock = json.loads((copy / "charts.lock").read_text())["charts"]
    (copy / "charts").mkdir()
    lines = []
    for line in lock[:-1]:
        name = f"charts/{line['chart']}-{line['version']}.tgz"
        (copy / name).write_bytes(b"archive")
        lines.append(f"{hashlib.sha256(b'archive').hexdigest()}  {name}\n")
    (copy / "charts.sum").write_text("".join(lines))
    done = record(copy, "--verify")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) > 20
