"""An index as Helm writes it, cut down to what is read of it: YAML costs a second for a megabyte.

Helm writes `entries:`, charts at column 2, `- ` of a version at column 2 and its keys at column 4;
whatever belongs to a key stands further right, or is a list at column 4.
"""

import re
from collections.abc import Iterable, Iterator

KEYS = frozenset((b"version", b"urls", b"deprecated", b"removed"))
_CHART = re.compile(rb"  ([A-Za-z0-9][\w.-]*):\s*")
_KEY = re.compile(rb"    ([A-Za-z]\w*):(?:\s.*)?")


def trimmed(content: bytes, charts: Iterable[str]) -> bytes | None:
    """The index with these charts and keys only; None where its lines are not Helm's."""
    wanted = {chart.encode() for chart in charts}
    kept: list[bytes] = []
    found: set[bytes] = set()
    ours = False
    try:
        for line in _inside(content):
            if line[2:3] not in (b" ", b"-"):
                name = _name(_CHART, line)
                ours = name in wanted
                found |= {name} & wanted
            if ours:
                kept.append(line)
        return b"\n".join((b"entries:", *_keys(kept))) if found == wanted else None
    except ValueError:
        return None


def _inside(content: bytes) -> Iterator[bytes]:
    """The lines below `entries:`. Raises ValueError for one at column 1."""
    inside = False
    for line in content.splitlines():
        if line[:1] not in (b" ", b""):
            inside = line.rstrip() == b"entries:"
        elif inside and line.strip():
            if line[1:2] != b" ":
                raise ValueError(line)
            yield line


def _keys(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of the keys that are read. Raises ValueError for one that is not Helm's."""
    keep = False
    for line in lines:
        if line[2:3] not in (b" ", b"-"):
            yield line
            continue
        item = line[:4] == b"  - "
        if item:
            yield b"  -"
        inner = b"    " + line[4:] if item else line
        if item or inner[4:5] not in (b" ", b"-"):
            keep = _name(_KEY, inner) in KEYS
        if keep:
            yield inner


def _name(pattern: re.Pattern[bytes], line: bytes) -> bytes:
    """The key that stands in a line. Raises ValueError where none does."""
    match = pattern.fullmatch(line)
    if match is None:
        raise ValueError(line)
    return match[1]
