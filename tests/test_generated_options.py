"""What every option adds to a repository is clean, whether the option is recommended or not."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from yamllint import linter  # type: ignore[import-untyped]

from scaffold.catalogue import load
from scaffold.constraints import complete, problems, resolve
from scaffold.data import folder
from scaffold.model.blueprint import Blueprint
from scaffold.model.kubernetes import within
from scaffold.model.plan import Plan
from scaffold.model.tree import Tree
from scaffold.render import check, render
from tests.selections import choosable, smallest
from tests.test_generated import run
from tests.test_generated_selections import YAML

REAL = load(folder("blueprints"))
REFS = [blueprint.ref for blueprint in choosable(REAL)]


def plan(b: Blueprint) -> Plan:
    """The smallest selection with it, on the newest Kubernetes that its charts allow."""
    known = (f"1.{minor}" for minor in range(37, 24, -1))
    version = next(v for v in known if within(v, b.kubernetes))
    others = [o.ref for o in choosable(REAL) if set(o.provides) & set(b.requires)]
    tried = [smallest(REAL, b.ref, *more) for more in ((), *([o] for o in others))]
    whole = [replace(one, kubernetes=version) for one in tried]
    return resolve(REAL, next(one for one in whole if not problems(REAL, complete(REAL, one))))


@pytest.fixture(scope="module")
def trees() -> dict[str, Tree]:
    """Option -> the smallest repository that has it."""
    templates = folder("templates")
    return {b.ref: render(plan(b), templates) for b in choosable(REAL)}


@pytest.fixture(scope="module")
def together(trees: dict[str, Tree], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of every option in one folder: their modules have names of their own."""
    place = tmp_path_factory.mktemp("together")
    for ref, tree in trees.items():
        for path, file in tree.items():
            own = file.source.startswith(f"blueprints/{ref}/")
            if path.suffix in (".py", ".toml") and (own or not file.source.startswith("blue")):
                target = place / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.content)
    return place


@pytest.mark.parametrize("ref", REFS)
def test_it_parses_and_its_yaml_is_clean(ref: str, trees: dict[str, Tree]) -> None:
    assert check(trees[ref]) == ()
    for path, file in trees[ref].items():
        assert not any(line.endswith(b" ") for line in file.content.split(b"\n")), path
        if path.suffix in (".yaml", ".yml"):
            found = [p for p in linter.run(file.content, YAML) if p.level == "error"]
            assert found == [], path


def test_the_modules_of_all_options_are_clean_for_ruff(together: Path) -> None:
    assert "All checks passed" in run(together, "ruff", "check", "--no-cache", ".")
    assert "already formatted" in run(together, "ruff", "format", "--no-cache", "--check", ".")


def test_the_modules_of_all_options_are_clean_for_mypy(
    together: Path, pytestconfig: pytest.Config
) -> None:
    cache = pytestconfig.rootpath / ".mypy_cache" / "generated"
    said = run(together, "mypy", "--strict", f"--cache-dir={cache}", "components")
    assert "no issues found" in said
