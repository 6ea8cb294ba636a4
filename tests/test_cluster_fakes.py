"""Programs that answer from a table, a plan of two options, objects: what the other tests share."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Any

import pytest

from scaffold.model.blueprint import Blueprint, Footprint, PerNode, Row
from scaffold.model.plan import Component, Packed, Plan, Step
from scaffold.model.release import Release

SCRIPT = """#!/bin/sh
echo "$*" >> "$0.asked"
test "$1" = --context && shift 2
words=
for word; do case $word in
  --request-timeout*|--non-interactive) ;;
  *) words="$words $word" ;;
esac; done
case "${words# }" in
CASES
*) echo "nobody prepared:$words" >&2; exit 1 ;;
esac
"""
CASE = "{words}) /bin/cat {place} {stream}; exit {code} ;;"
VERSION = {"serverVersion": {"gitVersion": "v1.37.1"}}
SECRETS = "get secrets -A -l owner=helm -L name,status,version --no-headers"
WORKLOADS = "get deployments,statefulsets,daemonsets -A -o json"
ROLES = "get clusterroles --show-managed-fields -o json"


class Programs:
    """Programs of a folder that is the whole PATH; each answers from its own table."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        folder.mkdir()
        monkeypatch.setenv("PATH", str(folder))

    def add(self, name: str, table: Mapping[str, Any]) -> None:
        """A program: arguments -> text, data, or `{"code": 1, "err": …}`."""
        cases = []
        for number, (words, answer) in enumerate(table.items()):
            place = self.folder / f"{name}.{number}"
            bad = isinstance(answer, dict) and "code" in answer
            said = answer["err"] if bad else answer
            place.write_text(said if isinstance(said, str) else json.dumps(said))
            how = {"stream": ">&2" if bad else "", "code": answer["code"] if bad else 0}
            cases.append(CASE.format(words=quote(words), place=quote(str(place)), **how))
        script = self.folder / name
        script.write_text(SCRIPT.replace("CASES", "\n".join(cases)))
        script.chmod(0o755)

    def asked(self, name: str) -> list[str]:
        place = self.folder / f"{name}.asked"
        return place.read_text().splitlines() if place.is_file() else []


def failing(words: str) -> dict[str, Any]:
    return {"code": 1, "err": words}


def listed(*objects: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "List", "items": list(objects)}


def made(kind: str, name: str, status: Any = None, **more: Any) -> dict[str, Any]:
    """An object; `annotations` and `labels` are its own."""
    metadata: dict[str, Any] = {"name": name, "namespace": "web", "generation": 1}
    metadata |= {key: more.pop(key) for key in ("annotations", "labels") if key in more}
    return {"kind": kind, "metadata": metadata, "status": status or {}, **more}


def node(name: str, cpu: str = "4", memory: str = "8Gi", **more: Any) -> dict[str, Any]:
    ready = {"type": "Ready", "status": "True"}
    more = {"labels": {"topology.kubernetes.io/zone": "z1"}, **more}
    return made(
        "Node",
        name,
        {"conditions": [ready], "allocatable": {"cpu": cpu, "memory": memory}},
        **more,
    )


def storage_class(name: str, default: bool = True) -> dict[str, Any]:
    notes = {"storageclass.kubernetes.io/is-default-class": "true"} if default else {}
    return made("StorageClass", name, annotations=notes)


def well() -> dict[str, Any]:
    """A table of kubectl where all is as it should be."""
    return {
        "version -o json": VERSION,
        "get nodes -o json": listed(node("n1"), node("n2"), node("n3")),
        "get storageclasses -o json": listed(storage_class("standard")),
        SECRETS: secrets("web web deployed 2", "platform-crds web-crds deployed 1"),
        WORKLOADS: listed(deployment("web")),
        ROLES: listed(),
    }


def secrets(*rows: str) -> str:
    """The table of Helm's Secrets, out of `namespace name status version`."""
    cells = (row.split() for row in rows)
    return "\n".join(
        f"{c[0]} sh.helm.{c[1]} helm.sh/release.v1 1 5m {' '.join(c[1:])}" for c in cells
    )


def deployment(name: str, ready: int = 2, **more: Any) -> dict[str, Any]:
    """Of release web, with two replicas."""
    notes = {"meta.helm.sh/release-name": "web", "meta.helm.sh/release-namespace": "web"}
    status = {"availableReplicas": ready, "updatedReplicas": ready, "observedGeneration": 1}
    spec = {"replicas": 2, "selector": {"matchLabels": {"app": name}}}
    return made("Deployment", name, status, annotations=notes, spec=spec, **more)


def release(name: str) -> Release:
    archive = "https://charts.example.com/x"
    return Release(
        name=name, chart=name, repo="", version="1.2.3", archive=archive, namespace="web"
    )


def blueprint(**more: Any) -> Blueprint:
    """Option proxy of row ingress: release web, CRDs web-crds."""
    given: dict[str, Any] = {
        "row": "ingress",
        "id": "proxy",
        "title": "Proxy",
        "summary": "Routes traffic",
        "homepage": "https://example.com",
        "kubernetes": ">=1.30 <1.38",
        "releases": (release("web"),),
        "smoke": ("Deployment/web/web",),
        "footprint": Footprint(
            cpu_millicores=1500,
            memory_mebibytes=3072,
            per_node=PerNode(cpu_millicores=100, memory_mebibytes=512),
        ),
    }
    return Blueprint(**{**given, **more})


def plan(option: Blueprint | None = None, **more: Any) -> Plan:
    """One row with one option."""
    chosen = option or blueprint()
    row = Row(
        id="ingress", title="", question="", why="", position=1, source="checklist",
        options=(chosen,),
    )  # fmt: skip
    step = Step(chosen)
    packed = Packed("web-crds", "1.2.3", "https://x", None, "web-1.2.3.tgz", 1, 1)
    given: dict[str, Any] = {
        "project": "acme",
        "platform": "kind",
        "kubernetes": "1.37",
        "stacks": ("dev", "production"),
        "rows": (row,),
        "choices": {"ingress": ("proxy",)},
        "others": {},
        "steps": (step,),
        "components": (Component(row, (step,)),),
        "first": (),
        "packed": (packed,),
        "crd_gates": {},
        "facts": {},
        "stages": (),
        "config": (),
        "settings": {},
    }
    return Plan(**{**given, **more})


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    return Programs(tmp_path / "bin", monkeypatch)


def test_a_program_answers_only_what_was_prepared(programs: Programs) -> None:
    programs.add("kubectl", {"get x": "fine", "get y": failing("no"), "get z": {"a": 1}})
    script = str(programs.folder / "kubectl")

    def said(*words: str) -> tuple[int, str]:
        done = subprocess.run([script, *words], capture_output=True, text=True, check=False)
        return done.returncode, (done.stdout + done.stderr).strip()

    assert said("--context", "c", "get", "x") == (0, "fine")
    assert said("get", "y") == (1, "no")
    assert said("get", "z") == (0, '{"a": 1}')
    assert said("get", "w") == (1, "nobody prepared: get w")
    assert programs.asked("kubectl")[0] == "--context c get x"
