"""Every pipeline with every registry and every scanner that the catalogue holds."""

from atexit import register
from functools import cache
from itertools import product
from pathlib import Path
from shutil import copy, copytree, rmtree
from tempfile import mkdtemp

from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.model.blueprint import Blueprint
from scaffold.model.tree import Tree
from scaffold.render import render
from scaffold.render.sources import partials
from tests.selections import choosable, smallest

ROWS = ("build-pipeline", "image-registry", "image-scanning")
REAL = load(folder("blueprints"))
Refs = tuple[str, ...]


def options(row: str) -> list[Blueprint]:
    """The options of a row that can be chosen."""
    return [b for b in choosable(REAL) if b.row == row]


COMBINATIONS: list[Refs] = [
    tuple(b.ref for b in found)
    for found in product(*map(options, ROWS))
    if {p for p in ("eks", "gke", "aks", "bare-metal", "kind") if all(b.suits(p) for b in found)}
]
"""Pipeline, registry and scanner, as `row/option`."""
SPREAD: list[Refs] = [
    tuple(b.ref for row in map(options, ROWS) for b in [row[n % len(row)]])
    for n in range(max(len(options(row)) for row in ROWS))
]
"""A few combinations that hold every option at least once."""


def name(refs: Refs) -> str:
    """What a test of the combination is called."""
    return "-".join(ref.split("/")[1] for ref in refs)


@cache
def rendered(refs: Refs) -> Tree:
    """The repository of a combination, with nothing else in it."""
    return render(resolve(REAL, smallest(REAL, *refs)), folder("templates"))


@cache
def pipelines(refs: Refs) -> Tree:
    """The same without what is not of pipelines: `ci/`, and what the three options bring."""
    return render(resolve(REAL, smallest(REAL, *refs)), _scripts())


@cache
def _scripts() -> Path:
    """The templates of `ci/`, and what options import."""
    place = Path(mkdtemp(prefix="templates-"))
    register(rmtree, place, ignore_errors=True)
    copytree(folder("templates") / "ci", place / "ci")
    for _, (_, path) in partials(folder("templates")):
        copy(path, place)
    return place


def lay(tree: Tree, place: Path) -> Path:
    """The tree on the disk, with two applications."""
    for path, file in tree.items():
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        target.chmod(int(file.mode, 8))
    for app in ("shop", "stock"):
        (place / "apps" / app).mkdir(parents=True)
        (place / "apps" / app / "Dockerfile").write_text("FROM scratch\n")
    return place
