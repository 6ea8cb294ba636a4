"""The graph of the program, without a cluster. It follows charts.lock, not names of options."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format  # type: ignore[import-untyped]

ROOT = Path(__file__).parent.parent
ROW = "scaffold:platform:Row"
RELEASE = "kubernetes:helm.sh/v3:Release"
NAMESPACE = "kubernetes:core/v1:Namespace"
SECRET_MARK = "4dabf18193072939515e22adb298388d"  # how Pulumi writes a secret
BUILT_IN = (
    "core",
    "apps",
    "autoscaling",
    "batch",
    "policy",
    "helm.sh",
    "networking.k8s.io",
    "rbac.authorization.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
)
EXPECTED = json.loads((ROOT / "tests/expected.json").read_text())


def kind(urn: str) -> str:
    """The types of a URN: `<parent>$<type>`."""
    return urn.split("::")[2]


def urn(request: Any) -> str:
    """The URN that other registrations name in their dependencies."""
    parent = kind(request.parent).split("$")[-1] if request.parent else ""
    return f"{parent}${request.type}::{request.name}"


def short(urn: str) -> str:
    """Of a recorded URN: the last two types and the name."""
    return "$".join(kind(urn).split("$")[-2:]) + "::" + urn.split("::")[-1]


def inputs(request: Any) -> dict[str, Any]:
    """What the resource is made of."""
    found: dict[str, Any] = json_format.MessageToDict(request.object)
    return found


@pytest.fixture(scope="session")
def ours(requests: list[Any]) -> list[Any]:
    """The resources that belong to a row: what custom/ adds is not judged."""
    return [r for r in requests if r.parent and kind(r.parent).endswith(ROW)]


@pytest.fixture(scope="session")
def releases(ours: list[Any]) -> dict[str, Any]:
    """Name -> the registration of a release."""
    return {r.name: r for r in ours if r.type == RELEASE}


def test_the_releases_are_those_of_the_lock(releases: dict[str, Any]) -> None:
    locked = [line for line in json.loads((ROOT / "charts.lock").read_text())["charts"] if line]
    wanted = {c["release"]: (c["chart"], c["version"], c["namespace"]) for c in locked}
    found = {}
    for name, request in releases.items():
        given = inputs(request)
        archive, version = Path(given["chart"]).name, given["version"]
        chart = archive.removesuffix(f"-{version}.tgz")
        found[name] = (chart, version, given["namespace"])
    assert found == wanted


def test_every_release_is_named_and_replaced_without_a_clash(releases: dict[str, Any]) -> None:
    for name, request in releases.items():
        assert inputs(request)["name"] == name
        assert request.deleteBeforeReplace
        assert inputs(request)["skipCrds"]


def test_no_secret_is_among_the_values(releases: dict[str, Any]) -> None:
    for name, request in releases.items():
        assert SECRET_MARK not in json.dumps(inputs(request).get("values", {})), name


def test_every_namespace_is_labelled(ours: list[Any], releases: dict[str, Any]) -> None:
    made = {r.name: inputs(r)["metadata"]["labels"] for r in ours if r.type == NAMESPACE}
    used = {inputs(r)["namespace"] for r in releases.values()} - {"default", "kube-system"}
    assert set(made) >= used
    for labels in made.values():
        assert labels["pod-security.kubernetes.io/enforce"] in (
            "restricted",
            "baseline",
            "privileged",
        )


def test_custom_resources_come_after_what_serves_them(ours: list[Any]) -> None:
    by_urn = {urn(r): r for r in ours}

    def served(request: Any) -> bool:
        """After a release, directly or by way of another resource."""
        if any(RELEASE in kind(name) for name in request.dependencies):
            return True
        before = (by_urn[short(n)] for n in request.dependencies if short(n) in by_urn)
        return any(map(served, before))

    for request in ours:
        group = request.type.removeprefix("kubernetes:").partition("/")[0]
        if group not in BUILT_IN:
            assert served(request), request.name


def test_the_longest_chain_is_as_short_as_planned(ours: list[Any]) -> None:
    by_urn = {urn(r): r for r in ours}
    length: dict[str, int] = {}

    def reach(name: str) -> int:
        if name not in length:
            request = by_urn[name]
            before = [reach(short(d)) for d in request.dependencies if short(d) in by_urn]
            length[name] = max(before, default=0) + (request.type == RELEASE)
        return length[name]

    assert max(map(reach, by_urn), default=0) <= EXPECTED["longest_chain"]


def test_no_conflict_is_left() -> None:
    skipped = {".git", ".scaffold", ".tools", ".pulumi", "charts", "venv", ".venv"}
    skipped |= {"__pycache__", ".pytest_cache"}  # what is compiled holds the marker, too
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in skipped]
        for path in (Path(folder, name) for name in names):
            assert path.suffix != ".new", path
            assert b"\n<<<<<<< yours" not in b"\n" + path.read_bytes(), path
