"""The files of options without a chart, as their vendors' schemas and shellcheck see them."""

import subprocess
from pathlib import Path

from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.model.blueprint import Blueprint
from scaffold.render import render
from tests.selections import smallest
from tests.test_pipelines import SCHEMAS, program


def checked(b: Blueprint, place: Path) -> list[str] | None:
    """What is wrong with the files that only this option writes; None where nothing reads them."""
    rows = load(folder("blueprints"))
    tree = render(resolve(rows, smallest(rows, b.ref)), folder("templates"))
    said, seen = [], False
    for path, file in tree.items():
        if not file.source.startswith(f"blueprints/{b.ref}/"):
            continue
        command = _reader(str(path))
        if command:
            target = place / b.ref / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
            done = subprocess.run([*command, str(target)], capture_output=True, text=True)
            said += [f"{path}: {done.stdout}"] if done.returncode else []
            seen = True
    return said if seen else None


def _reader(path: str) -> list[str]:
    """The command that judges a file; empty where none does."""
    if path in SCHEMAS:
        return [program("check-jsonschema"), "--builtin-schema", SCHEMAS[path]]
    if path.endswith(".sh"):
        return [program("shellcheck"), "--severity=style"]
    return []
