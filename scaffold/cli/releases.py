"""What a new rendering means for the cluster: the `charts.lock` on disk against the new one."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.plan import Plan
from scaffold.model.tree import Tree

LOCK = PurePosixPath("charts.lock")


def compare(root: Path, new: Tree, rows: Catalogue) -> tuple[str, ...]:
    """One sentence for each thing that happens to the cluster; no cluster is asked."""
    before = _lines((root / LOCK).read_bytes() if (root / LOCK).is_file() else b"")
    after = _lines(new[LOCK].content if LOCK in new else b"")
    told = []
    gone = sorted(set(before) - set(after))
    come = sorted(set(after) - set(before))
    if come:
        told.append(f"{_noun(come)} {_list(come)} {'comes' if len(come) == 1 else 'come'}")
    if gone:
        told.append(f"{_noun(gone)} {_list(gone)} {'goes' if len(gone) == 1 else 'go'}")
    for name in sorted(set(before) & set(after)):
        if before[name]["version"] != after[name]["version"]:
            told.append(f"release {name} {before[name]['version']} -> {after[name]['version']}")
    told += _namespaces(before, after, rows)
    told += _once(gone, come, rows) or _together(gone, come)
    return tuple(told)


def switched(before: Answers, decided: Plan) -> tuple[str, ...]:
    """`ingress-controller traefik -> haproxy` for each row that is answered otherwise now."""
    told = []
    for row in decided.rows:
        old, new = before.choices.get(row.id, ()), decided.choices.get(row.id, ())
        if old != new:
            told.append(f"{row.id} {', '.join(old) or 'nothing'} -> {', '.join(new) or 'nothing'}")
    return tuple(told)


def _lines(content: bytes) -> Mapping[str, Mapping[str, Any]]:
    """Release -> its line; empty where the file cannot be read: then all is new."""
    try:
        data = json.loads(content or b"{}")
        return {line["release"]: line for line in data.get("charts", ()) if line}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _noun(names: list[str]) -> str:
    return "release" if len(names) == 1 else "releases"


def _list(names: list[str]) -> str:
    return ", ".join(names)


def _owners(rows: Catalogue) -> Mapping[str, Blueprint]:
    return {r.name: b for b in rows.blueprints() for r in b.releases}


def _namespaces(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], rows: Catalogue
) -> list[str]:
    """Namespaces that nothing is installed in any more: gone, or kept with their data."""
    kept = {r.namespace for b in rows.blueprints() for r in b.releases if r.keeps_data}
    old = {line.get("namespace") for line in before.values()}
    new = {line.get("namespace") for line in after.values()}
    told = []
    for name in sorted(str(n) for n in old - new if n not in (None, "default", "kube-system")):
        if name in kept:
            told.append(f"namespace {name} stays, with its volumes: delete it by hand")
        else:
            told.append(f"namespace {name} goes")
    return told


def _together(gone: list[str], come: list[str]) -> list[str]:
    """Pulumi creates before it deletes what vanished from the program."""
    return ["what comes and what goes run side by side for a moment"] if gone and come else []


def _once(gone: list[str], come: list[str], rows: Catalogue) -> list[str]:
    """What a cluster holds once must not be there twice, even for a moment."""
    owners = _owners(rows)
    old = {c for name in gone if name in owners for c in owners[name].exclusive}
    new = {c for name in come if name in owners for c in owners[name].exclusive}
    return [
        f"'{capability}' changes hands, and a cluster holds one: set the row to null,"
        " run pulumi up, then choose the new option"
        for capability in sorted(old & new)
    ]
