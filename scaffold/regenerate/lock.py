"""`lock.json`: what was rendered last, one file a line, sorted by path.

The closing `{}` lets every entry end with a comma: git merges two branches that each add one.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from scaffold.model.tree import Mode

SCHEMA = 1


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of the last rendering."""

    path: str
    sha256: str
    """Of the bytes, or of a link's target; of a seed, as it was written."""
    mode: Mode
    class_: Literal["managed", "seed", "owned", "removed"] = msgspec.field(name="class")
    """removed: no longer rendered, but edited, hence kept with its base."""
    source: str = ""
    conflict: bool = False
    """True where the last run wrote conflict markers or a `.new`."""
    beside: Annotated[str, Meta(pattern=r"^(\.new(\.[0-9]+)?)?$")] = ""
    """The suffix of that `.new`; empty where it is markers."""


def dump(version: str, entries: Iterable[Entry]) -> str:
    """Return the file; `version` is the scaffold's own."""
    head = f'{{"schema": {SCHEMA}, "scaffold": {json.dumps(version)}, "files": [\n'
    lines = [f"{_line(entry)},\n" for entry in sorted(entries, key=lambda entry: entry.path)]
    return head + "".join(lines) + "{}]}\n"


def _line(entry: Entry) -> str:
    values = msgspec.to_builtins(entry)
    told = {key: value for key, value in values.items() if value or key == "source"}
    return json.dumps(told, ensure_ascii=False)


def load(text: bytes) -> dict[str, Entry]:
    """Return the entries by path; what is not a lock raises ValueError with the reason."""
    try:
        whole = json.loads(text.decode())
    except (ValueError, RecursionError) as error:
        place = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"not JSON{place}") from error
    files = _files(whole)
    entries: dict[str, Entry] = {}
    for number, values in enumerate(files, 1):
        if values == {}:
            continue
        try:
            entry = msgspec.convert(values, Entry)
        except msgspec.ValidationError as error:
            raise ValueError(f"entry {number} is damaged") from error
        if entry.path in entries:
            raise ValueError(f"'{entry.path}' is listed twice")
        entries[entry.path] = entry
    return entries


def _files(whole: Any) -> list[Any]:
    if not isinstance(whole, Mapping) or not isinstance(whole.get("schema"), int):
        raise ValueError("no schema")
    if whole["schema"] != SCHEMA:
        raise ValueError(f"schema '{whole['schema']}' is not known to this scaffold")
    files = whole.get("files")
    if not isinstance(files, list):
        raise ValueError("no list of files")
    return files
