"""Jinja as every template sees it: delimiters that no rendered kind of file uses, and four filters.

No environment variable, no clock and no random number can be reached from a template.
"""

import json
import os
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined

import scaffold

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/@-]*(?<! )")
_RESERVED = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n)")
_DELIMITERS: dict[str, Any] = {
    "variable_start_string": "<@",
    "variable_end_string": "@>",
    "block_start_string": "#%",
    "block_end_string": "%#",
    "comment_start_string": "#|",
    "comment_end_string": "|#",
}
_DAMAGED = (pickle.UnpicklingError, EOFError, LookupError, ValueError, TypeError, AttributeError)


class _Cache(FileSystemBytecodeCache):
    """Compiled templates in the user's cache folder; a full or read-only disk costs only time."""

    def load_bytecode(self, bucket: Any) -> None:
        """Fill the bucket; what cannot be read is compiled again."""
        try:
            super().load_bytecode(bucket)
        except (*_DAMAGED, OSError):
            bucket.reset()

    def dump_bytecode(self, bucket: Any) -> None:
        """Write the bucket, if the disk lets us."""
        try:
            super().dump_bytecode(bucket)
        except OSError:
            return


def environment(templates: Mapping[str, tuple[str, Path]]) -> Environment:
    """An environment over templates: id -> source text and place on disk.

    Jinja knows a template by its id alone, so checkouts share what is compiled and the cache stays
    as small as the catalogue; the text's checksum tells whether it still holds.
    """

    def load(name: str) -> tuple[str, str, None] | None:
        return (templates[name][0], name, None) if name in templates else None

    made = Environment(
        **_DELIMITERS,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
        auto_reload=False,
        cache_size=-1,
        loader=FunctionLoader(load),
        bytecode_cache=_cache(),
    )
    made.filters.update(snake=snake, pascal=pascal, tojson=tojson, toyaml=toyaml)
    return made


def _cache() -> FileSystemBytecodeCache | None:
    """The cache in a folder named after the version; None where it cannot be made."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(home) if home.startswith("/") else Path("~/.cache").expanduser()
    folder = root / "scaffold" / f"templates-{scaffold.__version__}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Cache(str(folder)) if os.access(folder, os.W_OK) else None


def snake(slug: str) -> str:
    """`ingress-controller` as a Python name: `ingress_controller`."""
    return slug.replace("-", "_")


def pascal(slug: str) -> str:
    """`ingress-controller` as a Python class: `IngressController`."""
    return "".join(word.capitalize() for word in slug.split("-"))


def tojson(value: Any) -> str:
    """JSON on one line, which is also a Python literal for text, numbers and lists of them."""
    return json.dumps(value, ensure_ascii=False)


def toyaml(value: Any) -> str:
    """YAML on one line, with quotes only where they are needed."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toyaml(str(k))}: {toyaml(v)}" for k, v in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toyaml, value))}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _RESERVED.fullmatch(value):
        return value
    return tojson(value)
