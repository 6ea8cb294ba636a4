"""What a switch means for the cluster, from the two `charts.lock`: no cluster is asked."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from msgspec.structs import replace

from scaffold.cli.releases import compare, switched
from scaffold.constraints import resolve
from scaffold.model.tree import File, Tree
from tests.trees import answers, catalogue, release

ROWS: dict[str, dict[str, Any]] = {
    "cni": {
        "calico": {"provides": {"cni": {}}, "exclusive": ["cni"], "releases": [release("calico")]},
        "cilium": {"provides": {"cni": {}}, "exclusive": ["cni"], "releases": [release("cilium")]},
    },
    "logs": {
        "loki": {"releases": [release("loki", keeps_data=True)]},
        "vector": {"releases": [release("vector", namespace="kube-system")]},
    },
}


def lock(*lines: tuple[str, str, str]) -> bytes:
    charts: list[dict[str, str]] = [
        {"release": name, "version": version, "namespace": space} for name, version, space in lines
    ]
    return json.dumps({"schema": 1, "charts": [*charts, {}]}).encode()


def told(tmp_path: Path, before: bytes, after: bytes) -> list[str]:
    (tmp_path / "charts.lock").write_bytes(before)
    tree: Tree = {PurePosixPath("charts.lock"): File(after)}
    return list(compare(tmp_path, tree, catalogue(tmp_path, ROWS)))


def test_nothing_is_said_where_nothing_changes(tmp_path: Path) -> None:
    same = lock(("loki", "1.0.0", "loki"))
    assert told(tmp_path, same, same) == []


def test_a_release_that_comes_is_named(tmp_path: Path) -> None:
    assert told(tmp_path, lock(), lock(("loki", "1.0.0", "loki"))) == ["release loki comes"]


def test_an_upgrade_names_both_versions(tmp_path: Path) -> None:
    found = told(tmp_path, lock(("loki", "1.0.0", "loki")), lock(("loki", "2.0.0", "loki")))
    assert found == ["release loki 1.0.0 -> 2.0.0"]


def test_data_that_stays_is_said_to_stay(tmp_path: Path) -> None:
    before, after = lock(("loki", "1.0.0", "loki")), lock(("vector", "1.0.0", "kube-system"))
    assert told(tmp_path, before, after) == [
        "release vector comes",
        "release loki goes",
        "namespace loki stays, with its volumes: delete it by hand",
        "what comes and what goes run side by side for a moment",
    ]


def test_what_a_cluster_holds_once_must_not_be_there_twice(tmp_path: Path) -> None:
    before, after = lock(("calico", "1.0.0", "calico")), lock(("cilium", "1.0.0", "cilium"))
    assert told(tmp_path, before, after) == [
        "release cilium comes",
        "release calico goes",
        "namespace calico goes",
        "'cni' changes hands, and a cluster holds one: set the row to null,"
        " run pulumi up, then choose the new option",
    ]


@pytest.mark.parametrize("damaged", [b"{", b"[1]", b'{"charts": [{"name": "x"}]}'])
def test_a_damaged_lock_counts_as_none(tmp_path: Path, damaged: bytes) -> None:
    assert told(tmp_path, damaged, lock(("loki", "1.0.0", "loki"))) == ["release loki comes"]


def test_a_row_that_is_answered_otherwise_is_named(tmp_path: Path) -> None:
    rows = catalogue(tmp_path, ROWS)
    before = answers(cni="calico", logs=())
    plan = resolve(rows, replace(before, choices={"cni": ("calico",), "logs": ("loki",)}))
    assert switched(before, plan) == ("logs nothing -> loki",)
