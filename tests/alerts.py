"""The alerts of every option, as its repository has them beside a monitoring that reads them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scaffold.catalogue import load
from scaffold.constraints import complete, problems, resolve
from scaffold.data import folder
from scaffold.model.tree import Tree
from scaffold.render import render
from tests.selections import choosable, smallest
from tests.test_generated import QUIET, lay

REAL = load(folder("blueprints"))
READER = "monitoring/prometheus"
READ = """
import importlib, json, sys
sys.path.insert(0, ".")
found = {}
for name in sys.argv[1:]:
    module = importlib.import_module(f"components.{name}")
    rules = [a for v in vars(module).values() if isinstance(v, tuple) for a in v
             if hasattr(a, "expression")]
    found[name] = EACH
print(json.dumps(found))
"""
"""EACH: an expression on the option's `rules`."""
FIELDS = "[[a.name, a.expression, a.lasting, a.severity, a.summary] for a in rules]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One alert, and the option that brings it."""

    ref: str
    name: str
    expression: str
    lasting: str
    severity: str
    text: str
    """What the person on call reads first."""


def trees() -> Iterator[tuple[str, Tree]]:
    """Option -> the smallest repository with it and with a reader of alerts."""
    for b in choosable(REAL):
        answers = smallest(REAL, *([b.ref] if b.row == "monitoring" else [b.ref, READER]))
        if not problems(REAL, complete(REAL, answers)):
            yield b.ref, render(resolve(REAL, answers), folder("templates"))


def own(ref: str, tree: Tree) -> Iterator[tuple[Path, bytes]]:
    """The files of the repository that only this option writes."""
    for path, file in tree.items():
        if file.source.startswith(f"blueprints/{ref}/"):
            yield Path(path), file.content


def written(ref: str, tree: Tree) -> Iterator[Rule]:
    """Those that stand in values of charts, in the form of Prometheus."""
    for path, content in own(ref, tree):
        if path.parts[0] == "values":
            for rule in _rules(yaml.safe_load(content)):
                texts = " ".join(rule.get("annotations", {}).values())
                severity = rule.get("labels", {}).get("severity", "")
                yield Rule(ref, rule["alert"], rule["expr"], rule.get("for", ""), severity, texts)


def _rules(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if {"alert", "expr"} <= set(node):
            yield node
        for one in node.values():
            yield from _rules(one)
    elif isinstance(node, list):
        for one in node:
            yield from _rules(one)


def imported(found: dict[str, Tree], place: Path, each: str) -> dict[str, Any]:
    """Option -> what an expression on its `rules` gives; all modules in one process."""
    modules = {}
    for ref, tree in found.items():
        lay({p: f for p, f in tree.items() if p.suffix == ".py"}, place)
        for path, content in own(ref, tree):
            if path.parts[0] == "components" and b"Alerts(" in content:
                modules[path.stem] = ref
    command = [sys.executable, "-c", READ.replace("EACH", each), *modules]
    done = subprocess.run(command, cwd=place, env=QUIET, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {modules[name]: given for name, given in json.loads(done.stdout).items()}


def programmed(found: dict[str, Tree], place: Path) -> Iterator[Rule]:
    """Those that components add."""
    for ref, rules in imported(found, place, FIELDS).items():
        assert rules, ref
        yield from (Rule(ref, *rule) for rule in rules)
