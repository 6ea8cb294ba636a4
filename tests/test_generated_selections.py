"""What is recommended on each platform, rendered from the real catalogue."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from yamllint import linter  # type: ignore[import-untyped]
from yamllint.config import YamlLintConfig  # type: ignore[import-untyped]

from scaffold.catalogue import load
from scaffold.constraints import complete, resolve
from scaffold.data import folder
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue
from scaffold.model.release import PLATFORMS
from scaffold.model.tree import Tree
from scaffold.render import check, render
from tests.programs import failures
from tests.test_generated import lay, run

pytestmark = pytest.mark.slow

YAML = YamlLintConfig("{extends: default, rules: {line-length: {max: 140}}}")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(folder("blueprints"))


def recommended(catalogue: Catalogue, platform: str) -> Tree:
    """The default selection; a row without recommendation is left out."""
    answers = complete(catalogue, Answers(project="acme", platform=platform))
    none = {row.id: () for row in catalogue.rows if row.id not in answers.choices}
    whole = replace(answers, choices={**answers.choices, **none})
    return render(resolve(catalogue, whole), folder("templates"))


@pytest.fixture(scope="module", params=PLATFORMS)
def tree(request: pytest.FixtureRequest, catalogue: Catalogue) -> Tree:
    return recommended(catalogue, request.param)


def test_everything_parses(tree: Tree) -> None:
    assert check(tree) == ()
    assert len(tree) > 50


def test_yaml_is_clean(tree: Tree) -> None:
    for path, file in tree.items():
        if path.suffix in (".yaml", ".yml"):
            found = [p for p in linter.run(file.content, YAML) if p.level == "error"]
            assert found == [], path


def test_every_link_leads_somewhere(tree: Tree) -> None:
    known = {str(path) for path in tree}
    for path, file in tree.items():
        if path.suffix == ".md":
            for link in re.findall(r"\]\(([^)#:]+)\)", file.content.decode()):
                parts: list[str] = []
                for part in (path.parent / link).parts:
                    parts = parts[:-1] if part == ".." else [*parts, part]
                assert "/".join(parts) in known, f"{path}: {link}"


def test_no_line_has_a_blank_end(tree: Tree) -> None:
    for path, file in tree.items():
        for number, line in enumerate(file.content.decode().split("\n"), 1):
            assert not line.endswith((" ", "\t")), f"{path}:{number}"


def test_the_repository_works_as_generated(tree: Tree, tmp_path: Path) -> None:
    place = lay(tree, tmp_path / "acme")
    assert "All checks passed" in run(place, "ruff", "check", "--no-cache", ".")
    assert "already formatted" in run(place, "ruff", "format", "--no-cache", "--check", ".")
    assert failures([place]) == {}
