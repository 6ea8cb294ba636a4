"""YAML as Kubernetes reads it.

Kubernetes reads YAML 1.1 with sigs.k8s.io/yaml, and PyYAML differs from it: `=` and dates are text
there, `22:22` is no number, `1e3` is one, `y` and `n` are truth values. Its table is `resolve.go`.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from scaffold.charts.fault import ArchiveError

MOST_NODES = 1_000_000
"""A file of aliases that refer to aliases unfolds to more than any real one holds."""
_HINT = "Look at the file upstream; it cannot be read as YAML."
_BOOL = "y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF"
_INT = "[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)"
_FLOAT = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"


class _Loader(yaml.CSafeLoader):
    """PyYAML's C loader with the scalars of Kubernetes."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("bool", _BOOL, "yYnNtTfFoO"),
    ("int", _INT, "-+0123456789"),
    ("float", _FLOAT, "-+.0123456789"),
    ("null", "~|null|Null|NULL|", "~nN"),
    ("merge", "<<", "<"),
):
    for _letter in [*_first, *([""] if _tag == "null" else [])]:
        _entry = (f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})\\Z"))
        _Loader.yaml_implicit_resolvers.setdefault(_letter, []).append(_entry)


def _truth(loader: Any, node: yaml.ScalarNode) -> bool:
    return node.value[0] in "yYtT" or node.value.lower() == "on"


_Loader.add_constructor("tag:yaml.org,2002:bool", _truth)


def documents(content: bytes, name: str) -> Iterator[dict[str, Any]]:
    """The objects of a file, those inside a List too; empty documents are left out.

    Raises ArchiveError (SC606) with the file's name.
    """
    try:
        found = [_plain(d) for d in yaml.load_all(content, _Loader)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise ArchiveError("SC606", f"'{name}'{where} is not YAML", _HINT) from None
    except (ValueError, TypeError, RecursionError):
        raise ArchiveError("SC606", f"'{name}' is not YAML that Kubernetes reads", _HINT) from None
    for one in found:
        if not isinstance(one, dict):
            continue
        items = one.get("items")
        if one.get("kind") == "List" and isinstance(items, list):
            yield from (item for item in items if isinstance(item, dict))
        else:
            yield one


def _plain(document: Any) -> Any:
    """The same as JSON has it: keys are texts, whole numbers have no fraction."""
    count = 0

    def visit(value: Any) -> Any:
        nonlocal count
        count += 1
        if count > MOST_NODES:
            raise ValueError
        if isinstance(value, dict):
            return {_key(k): visit(v) for k, v in value.items()}
        if isinstance(value, list):
            return [visit(v) for v in value]
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return int(value)
        if value is None or isinstance(value, str | bool | int | float):
            return value
        raise TypeError

    return visit(document)


def _key(key: Any) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    if key is None:
        return "null"
    return str(key)
