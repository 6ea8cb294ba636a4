"""One document to one noun, with every fault of the document at once.

msgspec stops at the first fault; so a document that does not convert is tried key by key.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from scaffold.errors import Problem

Noun = TypeVar("Noun", bound=Struct)


def decode(data: object, noun: type[Noun], computed: Mapping[str, Any]) -> Noun | list[Problem]:
    """The noun, or every fault. `computed` are fields that come from the path, not the document.

    A Problem's `where` is the key; the caller puts the file before it.
    """
    if not isinstance(data, dict):
        return [Problem("SC203", "", "not a mapping of keys to values")]
    stray = [key for key in data if key in computed]
    if not stray:
        try:
            return msgspec.structs.replace(msgspec.convert(data, noun), **computed)
        except msgspec.ValidationError:
            pass
    return list(_faults(data, noun, computed))


def _faults(
    data: Mapping[Any, Any], noun: type[Struct], computed: Mapping[str, Any]
) -> Iterator[Problem]:
    fields = {f.encode_name: f for f in msgspec.structs.fields(noun) if f.name not in computed}
    for key in data:
        if key not in fields:
            yield Problem("SC203", str(key), "key unknown", _meant(str(key), fields))
    for key, field in fields.items():
        if key in data:
            yield from _wrong(key, data[key], field.type)
        elif field.required:
            yield Problem("SC203", key, "key missing", f"Add '{key}'.")


def _meant(key: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(key, known, 1)
    return f"Write '{near[0]}', or remove the key." if near else "Remove the key."


def _wrong(key: str, value: object, kind: Any) -> Iterator[Problem]:
    """The first fault of one key, with the place inside it."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        text, _, place = str(fault).partition(" - at `$")
        inside = place.rstrip("`")
        yield Problem("SC203", f"{key}{inside}", f"{text[:1].lower()}{text[1:]}")
