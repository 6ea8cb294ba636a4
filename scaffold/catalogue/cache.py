"""The loaded catalogue, kept in the user's cache folder: a hundred manifests cost more to parse.

A cache is taken only if every manifest has the size and the time of change that it had, and this
version of the scaffold wrote it. Where the folder cannot be written there is none.
"""

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from scaffold import __version__
from scaffold.model.blueprint import Catalogue

_SHAPE = f"{__version__} 1"
"""Raised by hand whenever the nouns change between versions."""


def place(blueprints: Path, manifests: Iterable[Path]) -> Path:
    """The file that would hold the catalogue of exactly these manifests."""
    found = sha256(f"{_SHAPE} {blueprints.resolve()}\n".encode())
    for path in manifests:
        state = path.stat()
        found.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home, "scaffold", "catalogue", f"{found.hexdigest()[:24]}.msgpack")


def read(file: Path) -> Catalogue | None:
    """The catalogue that the file holds; None where there is none, or not of our shape."""
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=Catalogue, dec_hook=_path)
    except (OSError, msgspec.MsgspecError):
        return None


def _path(kind: type, value: Any) -> Any:
    return kind(value)


def write(file: Path, catalogue: Catalogue) -> None:
    """Keep it, whole or not at all; those of other manifests go."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob("*.msgpack"):
            old.unlink()
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as half:
            half.write(msgspec.msgpack.encode(catalogue, enc_hook=str))
        Path(name).replace(file)
