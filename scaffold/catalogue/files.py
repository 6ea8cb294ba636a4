"""What must be true of the files beside a manifest. Each docstring is the rule's page."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from scaffold.errors import Problem
from scaffold.model.blueprint import Blueprint, Catalogue

Rule = Callable[[Catalogue, Path], Iterator[Problem]]
_KNOWN = frozenset({"blueprint.yaml", "row.yaml", "cases.yaml"})
_FACT = re.compile(r'facts\["([a-z0-9-]+)"\]|"([a-z0-9-]+)" (?:not )?in facts\b')


def _files(b: Blueprint) -> Iterator[Path]:
    return (p for p in sorted(b.folder.rglob("*")) if p.is_file())


def stray(catalogue: Catalogue, templates: Path) -> Iterator[Problem]:
    """SC204: a file is neither a template nor a manifest, so nobody would read it."""
    for b in catalogue.blueprints():
        for path in _files(b):
            if path.suffix != ".j2" and path.name not in _KNOWN:
                what = f"'{path.relative_to(b.folder)}' is not a template"
                yield Problem("SC204", b.ref, what, "Name it *.j2, or take it out.")


def values_differ(catalogue: Catalogue, templates: Path) -> Iterator[Problem]:
    """SC211: a release has no values file, or a values file no release."""
    for b in catalogue.blueprints():
        there = {p.name.removesuffix(".yaml.j2") for p in b.folder.glob("values/*.yaml.j2")}
        wanted = {r.name for r in b.releases}
        for name in sorted(wanted - there):
            yield Problem("SC211", b.ref, f"'values/{name}.yaml.j2' is missing", "Write it.")
        for name in sorted(there - wanted):
            what = f"'values/{name}.yaml.j2' belongs to no release"
            yield Problem("SC211", b.ref, what, "Take it out.")


def written_twice(catalogue: Catalogue, templates: Path) -> Iterator[Problem]:
    """SC214: a template writes a path of another row, of a neighbour, or of `templates/`."""
    shared = {str(p.relative_to(templates)) for p in templates.rglob("*.j2")}
    owner: dict[str, Blueprint] = {}
    for b in catalogue.blueprints():
        row = catalogue.row(b.row)
        for path in _files(b):
            name = str(path.relative_to(b.folder))
            if path.suffix != ".j2" or path.name.startswith("_"):
                continue
            first = owner.setdefault(name, b)
            together = first.row != b.row or (row is not None and row.choice == "many")
            if name in shared or (first is not b and together):
                whose = "templates/" if name in shared else first.ref
                yield Problem("SC214", b.ref, f"'{name}' is also written by {whose}")


def no_page(catalogue: Catalogue, templates: Path) -> Iterator[Problem]:
    """SC215: an option that can be chosen has no page."""
    for b in catalogue.blueprints():
        page = f"docs/{b.row}/{b.id}.md.j2"
        if not b.retired and not b.barred and not (b.folder / page).is_file():
            yield Problem("SC215", b.ref, f"'{page}' is missing", "Write it.")


def unannounced(catalogue: Catalogue, templates: Path) -> Iterator[Problem]:
    """SC217: a template reads facts of a capability that the manifest does not name."""
    for b in catalogue.blueprints():
        may = {*b.requires, *b.wants, *b.reads, *b.provides}
        for path in b.folder.rglob("*.j2"):
            for match in _FACT.finditer(path.read_text("utf-8")):
                capability = match[1] or match[2]
                if capability not in may:
                    what = f"'{path.relative_to(b.folder)}' reads '{capability}'"
                    hint = "Add it to 'reads', 'wants' or 'requires'."
                    yield Problem("SC217", b.ref, what, hint)


def two_homes(catalogue: Catalogue, templates: Path) -> Iterator[Problem]:
    """SC222: a value stands in the values file and is set by configuration too."""
    for b in catalogue.blueprints():
        for setting in b.config:
            for place in setting.sets:
                path = b.folder / "values" / f"{place.release}.yaml.j2"
                if path.is_file() and _holds(path, place.path):
                    what = f"'{'.'.join(map(str, place.path))}' also stands in {path.name}"
                    hint = "Take it out of the values file."
                    yield Problem("SC222", f"{b.ref}: {setting.key}", what, hint)


def _holds(path: Path, place: tuple[str | int, ...]) -> bool:
    """A values template is YAML before it is rendered: its statements are comments there."""
    import yaml

    try:
        value: Any = yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return False
    for key in place:
        if isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return False
    return True


FILES: tuple[Rule, ...] = (
    stray,
    values_differ,
    written_twice,
    no_page,
    unannounced,
    two_homes,
)
