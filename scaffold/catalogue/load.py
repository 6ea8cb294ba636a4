"""Discovers rows and options: a row is a folder, an option a folder in it; nothing lists them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from scaffold.catalogue import cache
from scaffold.catalogue.decode import decode
from scaffold.errors import CatalogueError, Problem
from scaffold.model.blueprint import Blueprint, Catalogue, Row
from scaffold.model.release import ChartSource, FileSource

Noun = TypeVar("Noun", bound=Struct)


def load(blueprints: Path) -> Catalogue:
    """Every row and option below the folder; of the cache where no manifest has changed.

    Raises CatalogueError with every fault of every manifest (SC201-203).
    """
    folders = list(_folders(blueprints))
    options = [option for folder in folders for option in _folders(folder)]
    manifests = [f / "row.yaml" for f in folders] + [o / "blueprint.yaml" for o in options]
    if not all(map(Path.is_file, manifests)):
        return _parsed(folders)
    file, state = cache.place(blueprints), cache.state(manifests)
    kept = cache.read(file, state)
    if kept is not None:
        return _origins(kept)
    found = _parsed(folders)
    cache.write(file, state, found)
    return found


def _parsed(folders: Iterable[Path]) -> Catalogue:
    problems: list[Problem] = []
    rows = [_row(folder, problems) for folder in folders]
    if problems:
        raise CatalogueError(problems)
    found = [row for row in rows if row]
    return Catalogue(tuple(sorted(found, key=lambda row: (row.position, row.id))))


def _origins(kept: Catalogue) -> Catalogue:
    """What a CRD source reads is of several types, and a cache knows only mappings."""
    rows = []
    for row in kept.rows:
        options = tuple(
            msgspec.structs.replace(
                b,
                crds=tuple(msgspec.structs.replace(s, origin=_origin(s.origin)) for s in b.crds),
            )
            if b.crds
            else b
            for b in row.options
        )
        rows.append(msgspec.structs.replace(row, options=options))
    return Catalogue(tuple(rows))


def _folders(parent: Path) -> Iterator[Path]:
    """Sub-folders by name; those that begin with a dot or an underscore are nobody's option."""
    return (p for p in sorted(parent.iterdir()) if p.is_dir() and p.name[0] not in "._")


def _row(folder: Path, problems: list[Problem]) -> Row | None:
    options = [_option(f, problems) for f in _folders(folder)]
    found = tuple(o for o in options if o)
    return _read(folder / "row.yaml", Row, {"id": folder.name, "options": found}, problems)


def _option(folder: Path, problems: list[Problem]) -> Blueprint | None:
    computed = {"row": folder.parent.name, "id": folder.name, "folder": folder}
    blueprint = _read(folder / "blueprint.yaml", Blueprint, computed, problems)
    if blueprint is None:
        return None
    sources = []
    for source in blueprint.crds:
        try:
            sources.append(msgspec.structs.replace(source, origin=_origin(source.origin)))
        except msgspec.ValidationError as fault:
            where = f"{blueprint.ref}: crds.{source.name}.from"
            problems.append(Problem("SC203", where, str(fault)[:1].lower() + str(fault)[1:]))
    return msgspec.structs.replace(blueprint, crds=tuple(sources))


def _origin(value: object) -> str | ChartSource | FileSource:
    """A release's name, or a chart or a file that is only read."""
    if isinstance(value, dict):
        if "url" in value:
            return msgspec.convert(value, FileSource)
        return msgspec.convert(value, ChartSource)
    return msgspec.convert(value, str)


def _read(
    path: Path, noun: type[Noun], computed: Mapping[str, Any], problems: list[Problem]
) -> Noun | None:
    where = (
        f"{path.parent.parent.name}/{path.parent.name}" if noun is Blueprint else path.parent.name
    )
    import yaml  # a cached catalogue needs none of it

    try:
        data = yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        problems.append(Problem("SC201", where, f"'{path.name}' is missing", "Write it."))
        return None
    except yaml.YAMLError as fault:
        problems.append(Problem("SC202", where, f"'{path.name}' is not YAML: {_mark(fault)}"))
        return None
    result = decode(data, noun, computed)
    if isinstance(result, list):
        problems += [replace(p, where=f"{where}: {p.where}" if p.where else where) for p in result]
        return None
    return result


def _mark(fault: Exception) -> str:
    """What PyYAML says, on one line, with the line of the file."""
    mark = getattr(fault, "problem_mark", None)
    text = getattr(fault, "problem", None) or str(fault)
    return f"{text}, line {mark.line + 1}" if mark else str(text)
