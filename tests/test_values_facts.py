"""Footprint, images, smoke lines, security levels, kinds: what the charts were seen to render."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from scaffold.catalogue import load
from scaffold.data import folder
from scaffold.model.blueprint import Blueprint
from scaffold.model.release import ChartSource, Release
from tests.test_values import CHARTS, INSTALLING, SHARED, data, needs_charts, read

IMAGE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._/:@-]*$")
LEVELS = ("restricted", "baseline", "privileged")
SAME = {"volume-snapshots/upstream": "shared-storage/snapshot-controller"}
"""Options that the shared facts keep under another name."""
OURS = {
    "deployment-pipeline/argo-cd": {
        "smoke": "on kind Redis is one Deployment of another name",
        "footprint": "the side-car that looks for two masters has requests here",
    },
    "shared-storage/rook-ceph": {"footprint": "monitors and disks, which the operator makes"},
    "shared-storage/longhorn": {"footprint": "instance managers, which the manager makes"},
    "log-aggregation/fluentd": {"images": "what the chart takes at its latest is pinned"},
    "log-aggregation/loki": {"footprint": "containers beside the caches and the gateway ask, too"},
    "monitoring/victoria-metrics": {"footprint": "containers beside Grafana ask, too"},
    "monitoring/cortex": {"footprint": "containers beside the caches ask, too"},
    "certificates/cert-manager": {"images": "the Job that waits for the webhook is switched on"},
    "secrets-management/secrets-store-csi": {"images": "the Job that applies CRDs is switched off"},
}
"""Option -> fact that differs from the shared one -> why."""
KINDS = {
    "service-monitor": ("ServiceMonitor", "PodMonitor", "Probe", "ScrapeConfig"),
    "alert-rules": ("PrometheusRule",),
    "certificates": ("Certificate", "Issuer", "ClusterIssuer"),
    "gateway-api": ("GatewayClass", "Gateway", "HTTPRoute", "GRPCRoute", "ReferenceGrant"),
    "volume-snapshots": ("VolumeSnapshotClass", "VolumeSnapshot"),
    "trust-bundles": ("Bundle",),
}
"""Capability -> the kinds that its CRDs define."""
CORE = frozenset(
    re.findall(
        r"\w+",
        """APIService CSIDriver ClusterRole ClusterRoleBinding ConfigMap CronJob
    CustomResourceDefinition DaemonSet Deployment Endpoints EndpointSlice HorizontalPodAutoscaler
    Ingress IngressClass Job Lease LimitRange List
    MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
    MutatingWebhookConfiguration Namespace NetworkPolicy PersistentVolume PersistentVolumeClaim
    Pod PodDisruptionBudget PodTemplate PriorityClass PriorityLevelConfiguration FlowSchema
    ReplicaSet ResourceQuota Role RoleBinding RuntimeClass Secret Service ServiceAccount
    StatefulSet StorageClass ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
    ValidatingWebhookConfiguration VolumeAttributesClass""",
    )
)
"""The kinds of Kubernetes itself."""


def render(b: Blueprint, release: Release) -> dict[str, Any] | None:
    """What the chart was seen to render for the option; None where nobody looked."""
    path = data(release) / "rendered.json"
    if not path.is_file():
        return None
    renders: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))["renders"]
    for key in (SAME.get(b.ref, b.ref), *(k for k in renders if k.startswith(f"{b.ref}@"))):
        if key in renders and renders[key]["release"] == release.name:
            return renders[key]
    return None


def seen(b: Blueprint) -> list[dict[str, Any]]:
    """The renders of all releases of the option; none where one of them is missing."""
    found = [render(b, release) for release in b.releases if not release.first]
    return [r for r in found if r] if all(found) else []


SEEN = [b for b in INSTALLING if seen(b)]
seen_ones = pytest.mark.parametrize("b", SEEN, ids=lambda b: b.ref)


def differs(b: Blueprint, fact: str) -> bool:
    return fact in OURS.get(b.ref, {})


@needs_charts
def test_most_options_can_be_compared() -> None:
    assert len(SEEN) >= len(INSTALLING) * 3 // 4


@needs_charts
def test_what_is_ours_on_purpose_is_an_option_with_a_reason() -> None:
    real = load(folder("blueprints"))
    assert all(real.find(ref) and all(why.values()) for ref, why in OURS.items())


@needs_charts
@seen_ones
def test_the_footprint_is_what_the_charts_request(b: Blueprint) -> None:
    facts = read(SHARED / "catalogue" / f"{SAME.get(b.ref, b.ref)}.yaml") or {}
    sums = Counter(facts.get("footprint", {}).get("added_by_operators") or {})
    nodes: Counter[str] = Counter()
    for one in (r["footprint"] for r in seen(b)):
        nodes.update(one["per_node"])
        sums.update({k: one[k] for k in ("cpu_millicores", "memory_mebibytes")})
    if differs(b, "footprint"):
        assert b.footprint.cpu_millicores != round(sums["cpu_millicores"])
        return
    for key in ("cpu_millicores", "memory_mebibytes"):
        assert abs(getattr(b.footprint, key) - sums[key]) < 1, key
        assert abs(getattr(b.footprint.per_node, key) - nodes[key]) < 1, key


@needs_charts
@seen_ones
def test_the_images_are_those_that_the_charts_name(b: Blueprint) -> None:
    named = sorted({i for r in seen(b) for i in r["images"] if IMAGE.match(i)})
    assert (sorted(b.images) == named) is not differs(b, "images"), named


@needs_charts
@seen_ones
def test_every_workload_has_a_smoke_line(b: Blueprint) -> None:
    loads = [w for r in seen(b) for w in r["workloads"]]
    ready = sorted(f"{w['kind']}/{w['namespace']}/{w['name']}" for w in loads)
    assert (sorted(b.smoke) == ready) is not differs(b, "smoke"), ready


@needs_charts
@seen_ones
def test_no_namespace_is_stricter_than_its_pods_can_bear(b: Blueprint) -> None:
    for release in b.releases:
        rendered = render(b, release)
        for load_ in rendered["workloads"] if rendered else []:
            if load_["namespace"] == release.namespace:
                needed, given = load_["pod_security"], release.pod_security
                assert LEVELS.index(given) >= LEVELS.index(needed), load_["name"]


def defined(b: Blueprint) -> set[str]:
    """The kinds that the option's own charts define."""
    charts = [data(r) for r in b.releases]
    read_only = [s.origin for s in b.crds if isinstance(s.origin, ChartSource)]
    charts += [CHARTS / f"{s.chart}-{s.version}" for s in read_only]
    found = set()
    for path in (c / "crds.txt" for c in charts):
        if path.is_file():
            lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
            found |= {line[2] for line in lines if len(line) > 2 and not line[0].startswith("#")}
    return found


@needs_charts
@seen_ones
def test_a_kind_of_somebody_else_is_a_capability_that_is_waited_for(b: Blueprint) -> None:
    kinds = {kind for r in seen(b) for kind in r["kinds"]} - CORE - defined(b)
    named = {*b.requires, *b.wants, *b.provides}
    known = {kind for capability in named for kind in KINDS.get(capability, ())}
    assert sorted(kinds - known) == []
