"""A selection with every trait that templates must cope with, and what its program waits for."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaffold.constraints import resolve
from scaffold.model.plan import Plan
from scaffold.render.graph import arrows, chain, silent, waits
from tests.trees import answers, catalogue, release

FILE = {"url": "https://example.com/gateway/1.2.0/install.yaml"}
ADD = '''"""The issuer that certificates come from."""

from pulumi_kubernetes.apiextensions import CustomResource

from components.helm import Row


def add(row: Row) -> None:
    """The ClusterIssuer, once the webhook of cert-manager answers."""
    row.parts["issuer"] = CustomResource(
        "letsencrypt",
        api_version="cert-manager.io/v1",
        kind="ClusterIssuer",
        metadata={"name": "letsencrypt"},
        opts=row.child(row.parts["cert-manager"]),
    )
'''
DOMAIN = {
    "key": "domain",
    "type": "string",
    "description": "DNS zone of the platform's web pages",
    "example": "platform.example.com",
    "when": ["ingress-class"],
}
PROMETHEUS: dict[str, Any] = {
    "provides": {"service-monitor": {"selector": "stack"}},
    "gates": {"service-monitor": "operator-crds"},
    "exclusive": ["service-monitor"],
    "wants": ["certificates"],
    "reads": ["ingress-class"],
    "releases": [
        release("operator-crds", first=True, namespace="platform-crds"),
        release(
            "stack",
            namespace="monitoring",
            pod_security="privileged",
            wait_seconds=600,
            keeps_data=True,
            cluster_name=[["prometheus", "labels", "cluster"], ["agents", "cluster"]],
            formerly=["prometheus"],
        ),
    ],
    "config": [
        {
            "key": "prometheusReplicas",
            "type": "integer",
            "default": 2,
            "description": "Prometheus pods",
            "sets": [{"release": "stack", "path": ["prometheus", "prometheusSpec", "replicas"]}],
        },
        {
            **DOMAIN,
            "sets": [
                {
                    "release": "stack",
                    "path": ["grafana", "ingress", "hosts", 0],
                    "format": "grafana.{}",
                }
            ],
        },
        {"key": "adminUser", "type": "string", "default": "admin", "description": "User"},
        {"key": "adminPassword", "type": "string", "description": "Password", "secret": True},
        {"key": "zones", "type": "array", "description": "Zones", "default": ["a", "b"]},
    ],
    "secrets": [
        {
            "name": "grafana-admin",
            "release": "stack",
            "keys": {"admin-user": "adminUser", "admin-password": "adminPassword"},
        }
    ],
    "images": ["example.com/prometheus:v3", "example.com/grafana:v12"],
    "footprint": {"cpu_millicores": 1460, "memory_mebibytes": 5178},
}
ROWS: dict[str, dict[str, Any]] = {
    "build-pipeline": {"circleci": {"provides": {"pipeline": {}}}},
    "monitoring": {"prometheus": PROMETHEUS},
    "shared-storage": {
        "row": {"choice": "many"},
        "longhorn": {
            "provides": {"default-storage-class": {"name": "longhorn"}},
            "releases": [release("longhorn", namespace="longhorn-system", keeps_data=True)],
            "images": ["example.com/longhorn:v1"],
        },
        "nfs": {"releases": [release("nfs", namespace="kube-system")]},
    },
    "ingress-controller": {
        "traefik": {
            "provides": {"ingress-class": {"name": "traefik"}},
            "wants": ["service-monitor", "gateway-api"],
            "releases": [release("traefik", cluster_name=[["cluster"]])],
            "crds": [{"name": "traefik-crds", "from": "traefik", "parts": 2}],
        },
        "haproxy": {
            "provides": {"ingress-class": {"name": "haproxy"}},
            "wants": ["service-monitor"],
            "releases": [release("haproxy")],
        },
        "old": {"retired": {"date": "2026-03-31", "because": "gone", "successor": "traefik"}},
    },
    "service-mesh": {"linkerd": {"releases": [release("linkerd")]}},
    "certificates": {
        "cert-manager": {
            "provides": {"certificates": {}, "cluster-issuer": {"name": "letsencrypt"}},
            "gates": {"certificates": "cert-manager", "cluster-issuer": "issuer"},
            "wants": ["service-monitor"],
            "releases": [release("cert-manager")],
        }
    },
    "gateway-api": {
        "row": {"ask": "when-wanted", "default": {"any": ["upstream"]}},
        "upstream": {
            "provides": {"gateway-api": {}},
            "gates": {"gateway-api": "gateway-api-crds"},
            "crds": [
                {"name": "gateway-api-crds", "from": FILE, "version": "1.2.0", "policies": True}
            ],
        },
    },
}
CHOICES: dict[str, str | tuple[str, ...]] = {
    "build_pipeline": "circleci",
    "monitoring": "prometheus",
    "shared_storage": ("longhorn", "nfs"),
    "ingress_controller": "traefik",
    "service_mesh": (),
    "certificates": "cert-manager",
}


def sample(folder: Path, **choices: str | tuple[str, ...]) -> Plan:
    """The plan of the selection, with some rows answered otherwise."""
    rows = catalogue(folder, ROWS)
    place = folder / "blueprints/certificates/cert-manager/components"
    place.mkdir()
    (place / "certificates_cert_manager.py.j2").write_text(ADD)
    return resolve(rows, answers(**{**CHOICES, **choices}))


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return sample(tmp_path)


def test_a_release_waits_for_its_own_crds_and_for_gates(plan: Plan) -> None:
    assert waits(plan) == {
        "operator-crds": (),
        "traefik-crds-1": (),
        "traefik-crds-2": ("traefik-crds-1",),
        "gateway-api-crds": (),
        "gateway-api-crds-policies": ("gateway-api-crds",),
        "longhorn": (),
        "nfs": (),
        "traefik": (
            "operator-crds",
            "gateway-api-crds",
            "traefik-crds-1",
            "traefik-crds-2",
        ),
        "cert-manager": ("operator-crds",),
        "issuer": ("operator-crds", "cert-manager"),
        "stack": ("cert-manager", "operator-crds"),
    }


def test_the_longest_chain_counts_releases_only(plan: Plan) -> None:
    assert chain(plan) == ("traefik-crds-1", "traefik-crds-2", "traefik")


def test_an_arrow_that_follows_from_others_is_not_drawn(plan: Plan) -> None:
    drawn = arrows(plan)
    assert drawn["stack"] == ("cert-manager",)
    assert drawn["issuer"] == ("cert-manager",)
    assert drawn["traefik"] == ("operator-crds", "gateway-api-crds", "traefik-crds-2")


def test_a_row_that_nothing_wants_is_not_answered(plan: Plan, tmp_path: Path) -> None:
    assert silent(plan) == frozenset()
    left_out = replace(plan, choices={**plan.choices, "gateway-api": ()})
    assert silent(left_out) == frozenset()
    other = sample(tmp_path / "other", ingress_controller="haproxy")
    assert silent(other) == {"gateway-api"}


def test_nothing_has_no_chain(plan: Plan) -> None:
    assert chain(replace(plan, components=(), first=(), packed=())) == ()
