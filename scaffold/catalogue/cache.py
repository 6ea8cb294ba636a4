"""The loaded catalogue, kept in the user's cache folder: a hundred manifests cost more to parse.

A cache is taken only if every manifest has the size and the time of change that it had, and this
version of the scaffold wrote it. Where the folder cannot be written there is none.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from scaffold import __version__
from scaffold.model.blueprint import Catalogue

_SHAPE = f"{__version__} 3"
"""Raised by hand whenever the nouns change between versions."""


def place(blueprints: Path) -> Path:
    """The file that would hold the catalogue of this folder."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    name = f"{crc32(os.fsencode(blueprints.resolve())):08x}.msgpack"
    return Path(home, "scaffold", "catalogue", name)


def state(manifests: Iterable[Path]) -> bytes:
    """The manifests as they are on disk now, in words; it opens the file. Nothing is hashed:
    to compare is cheaper than to import what hashes."""
    found = [_SHAPE]
    for path in manifests:
        now = path.stat()
        found.append(f"{path} {now.st_size} {now.st_mtime_ns}")
    return os.fsencode("\n".join(found)) + b"\n\n"


def read(file: Path, of: bytes) -> Catalogue | None:
    """The catalogue that the file holds; None where there is none, or it is of another state."""
    try:
        kept = file.read_bytes()
        if kept.startswith(of):
            return msgspec.msgpack.decode(
                memoryview(kept)[len(of) :], type=Catalogue, dec_hook=_path
            )
    except (OSError, msgspec.MsgspecError):
        pass
    return None


def _path(kind: type, value: Any) -> Any:
    return kind(value)


def write(file: Path, of: bytes, catalogue: Catalogue) -> None:
    """Keep it, whole or not at all."""
    half = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(of + msgspec.msgpack.encode(catalogue, enc_hook=str))
        half.replace(file)
