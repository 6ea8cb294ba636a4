"""The pipelines' files as YAML."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.render import render
from tests.pipelines.combinations import REAL, SPREAD, lay, name, rendered
from tests.selections import smallest

AWKWARD = {"first": "on", "second": "no", "third": "null"}
"""Names of stacks that a reader of YAML may take for something else."""


@pytest.mark.parametrize("refs", SPREAD, ids=name)
def test_the_yaml_of_the_pipelines_is_clean(refs: tuple[str, ...], tmp_path: Path) -> None:
    place = lay(rendered(refs), tmp_path / "acme")
    there = [p for p in (".github", ".circleci", ".gitlab-ci.yml", ".travis.yml", "ci", "values")
             if (place / p).exists()]  # fmt: skip
    command = [str(Path(sys.executable).with_name("yamllint")), "--strict", *there]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def documents(refs: tuple[str, ...], stacks: tuple[str, ...]) -> dict[str, list[Any]]:
    """Path -> what a reader of YAML 1.1 finds there."""
    answers = replace(smallest(REAL, *refs), stacks=stacks)
    tree = render(resolve(REAL, answers), folder("templates"))
    files = {str(p): f for p, f in tree.items() if p.suffix in (".yml", ".yaml")}
    return {
        path: list(yaml.safe_load_all(file.content))
        for path, file in files.items()
        if not path.startswith(("Pulumi.", ".scaffold", "values"))
    }


def renamed(value: Any) -> Any:
    """The document with every ordinary name of a stack changed into the awkward one."""
    match value:
        case dict():
            return {renamed(k): renamed(v) for k, v in value.items()}
        case list():
            return [renamed(v) for v in value]
        case str():
            for plain, awkward in AWKWARD.items():
                value = value.replace(plain, awkward)
    return value


def test_a_stack_is_called_what_it_is_called_whatever_yaml_makes_of_the_word() -> None:
    naming = set()
    for refs in SPREAD:
        plain = documents(refs, tuple(AWKWARD))
        assert documents(refs, tuple(AWKWARD.values())) == renamed(plain)
        naming |= {path for path, found in plain.items() if any(n in str(found) for n in AWKWARD)}
    assert naming >= {".circleci/config.yml", ".gitlab-ci.yml", "tekton/pipelines.yaml"}
