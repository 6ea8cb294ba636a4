"""`charts.lock` as lines: which archives the program installs, and where each comes from."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.errors import ChartError, Problem

NAME = "charts.lock"
SCHEMA = 1
MOST_PARTS = 100
HINT = "Run scaffold apply, which writes it again."
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*\Z")
_SUM = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Pack:
    """How the archive of a line is made out of another one, or out of a file."""

    origin: str
    """`<chart>-<version>.tgz` of the chart that is read; empty for a YAML file."""
    part: int
    """From 1 to `parts`; 0: the documents of a file that are not CRDs."""
    parts: int


@dataclass(frozen=True, slots=True)
class Line:
    """One archive of `charts/`."""

    chart: str
    version: str
    archive: str
    """Where it is downloaded; of a packed archive: where its source is."""
    sha256: str | None
    """Of what is downloaded, as upstream publishes it; None: not known."""
    pack: Pack | None = None

    @property
    def file(self) -> str:
        """The name in `charts/`."""
        return f"{self.chart}-{self.version}.tgz"

    @property
    def source(self) -> str:
        """The name of what is downloaded: the archive itself, unless it is packed."""
        if not self.pack:
            return self.file
        return self.pack.origin or f"{self.archive} {self.version}"


def read(root: Path) -> tuple[Line, ...]:
    """The lines of `charts.lock`, each archive once. Raises ChartError (SC607) with every fault."""
    data = _parsed(root / NAME)
    faults: list[str] = []
    if not isinstance(data, dict) or not isinstance(data.get("charts"), list):
        faults.append("holds no list 'charts'")
    elif data.get("schema") != SCHEMA:
        faults.append(f"schema '{data.get('schema')}' is not '{SCHEMA}'")
    if faults:
        raise ChartError([Problem("SC607", NAME, fault, HINT) for fault in faults])
    lines: dict[str, Line] = {}
    for number, entry in enumerate(data["charts"], 1):
        if entry == {}:
            continue
        faults += [f"entry {number}: {fault}" for fault in _faults(entry)]
        if not faults:
            line = _line(entry)
            if lines.setdefault(line.file, line) != line:
                faults.append(f"entry {number}: '{line.file}' has two sources")
    if faults:
        raise ChartError([Problem("SC607", NAME, fault, HINT) for fault in faults])
    return tuple(lines.values())


def _parsed(path: Path) -> Any:
    """The file as data; a fault that concerns the whole file is raised at once."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        fault = "is not there"
    except OSError as error:
        fault = f"cannot be read: {(error.strerror or str(error)).lower()}"
    except UnicodeDecodeError:
        fault = "is not UTF-8"
    except json.JSONDecodeError as error:
        fault = f"is not JSON: line {error.lineno}, column {error.colno}"
    except RecursionError:
        fault = "is not JSON: nested too deeply"
    raise ChartError([Problem("SC607", NAME, fault, HINT)])


def _faults(entry: Any) -> Iterator[str]:
    """What is wrong with one entry; keys that are not ours are left alone."""
    if not isinstance(entry, dict):
        yield "is not an object"
        return
    for key in ("chart", "version", "archive"):
        value = entry.get(key)
        if not isinstance(value, str) or not value:
            yield f"'{key}' is missing"
        elif key != "archive" and not _SAFE.match(value):
            yield f"'{key}' is not a name: '{value[:60]}'"
    digest = entry.get("sha256")
    if digest is not None and not (isinstance(digest, str) and _SUM.match(digest)):
        yield f"'sha256' is not a sum: '{str(digest)[:64]}'"
    if "pack" in entry and not _packs(entry["pack"]):
        yield "'pack' does not say origin, part and parts"


def _packs(pack: Any) -> bool:
    if not isinstance(pack, dict):
        return False
    origin, part, parts = pack.get("origin"), pack.get("part"), pack.get("parts")
    numbers = (
        type(part) is int and type(parts) is int and 0 <= part <= parts <= MOST_PARTS and parts > 0
    )
    return numbers and isinstance(origin, str) and (not origin or bool(_SAFE.match(origin)))


def _line(entry: dict[str, Any]) -> Line:
    pack = entry.get("pack")
    return Line(
        chart=entry["chart"],
        version=entry["version"],
        archive=entry["archive"],
        sha256=entry.get("sha256"),
        pack=Pack(pack["origin"], pack["part"], pack["parts"]) if pack else None,
    )
