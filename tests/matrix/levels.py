"""How far an option was carried without an engine: in the wizard, rendered, its values known."""

from collections.abc import Mapping
from pathlib import Path

from scaffold.constraints import resolve
from scaffold.model.blueprint import Blueprint, Catalogue, Row
from scaffold.regenerate import create
from scaffold.render import render
from scaffold.wizard.menu import earlier, reasons
from tests.programs import failures
from tests.selections import choosable, platform_of, smallest
from tests.test_values import around, data, freeform, unknown, values

LEVELS: Mapping[str, str] = {
    "W": "can be chosen in the wizard",
    "R": "renders, and the generated tests pass",
    "V": "the real chart knows every key of its values; its vendor's schema, its files",
    "A": "a real API server accepts its objects",
    "U": "installed, unchanged by a second `pulumi up`, destroyed",
    "S": "came to a stack that stood and went from it, on the engine",
}


def offered(catalogue: Catalogue, row: Row) -> set[str]:
    """The options of a row that the wizard lets one pick, what they need being chosen before."""
    found = set()
    for b in (b for b in choosable(catalogue) if b.row == row.id):
        said = earlier(catalogue, smallest(catalogue, b.ref), row)
        if not reasons(catalogue, said, row)[b.id]:
            found.add(b.ref)
    return found


def rendered(catalogue: Catalogue, place: Path, templates: Path) -> dict[str, str]:
    """Option -> what its generated tests printed where they fail, each alone with its needs."""
    roots = {}
    for b in choosable(catalogue):
        root = place / b.ref.replace("/", "-")
        create(root, render(resolve(catalogue, smallest(catalogue, b.ref)), templates), "1")
        roots[root.name] = b.ref
    return {roots[name]: said for name, said in failures([place / n for n in roots]).items()}


def keys(b: Blueprint) -> list[str] | None:
    """Keys of our values that a chart does not know; None where no chart of it is here."""
    if not b.releases or not all(data(r).is_dir() for r in b.releases):
        return None
    plan = around(b, platform_of(b), True) or around(b, platform_of(b), False)
    assert plan, b.ref
    return [
        f"{release.name}: {path}"
        for release in b.releases
        if (b.folder / "values" / f"{release.name}.yaml.j2").is_file()
        for path in unknown(values(plan, b, release), data(release), freeform(b, release))
    ]
