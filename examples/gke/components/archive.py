"""The vendored charts: every archive of charts.lock lies in charts/ with the sum of charts.sum.

`python -m components.archive` checks it, and needs no cluster.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pulumi

LOCK = Path("charts.lock")
SUMS = Path("charts.sum")
FOLDER = Path("charts")


def place(chart: str, version: str) -> Path:
    """Where the archive lies, relative to the program: a path of this machine is in no state."""
    return FOLDER / f"{chart}-{version}.tgz"


def locked() -> list[dict[str, Any]]:
    """The charts of charts.lock; each has `release`, `chart`, `version` and more."""
    return [line for line in json.loads(LOCK.read_text())["charts"] if line]


def verify() -> None:
    """Stop before anything is touched if an archive is missing or not the one that was vendored."""
    found = sorted(set(_faults(_sums())))
    if found:
        said = "\n".join(f"  {fault}" for fault in found)
        raise pulumi.RunError(f"the charts are not as locked:\n{said}\nRun `scaffold vendor`.")


def _sums() -> Mapping[str, str]:
    """File name -> sha256, of charts.sum, which `sha256sum -c` reads as well."""
    if not SUMS.exists():
        return {}
    lines = (line.partition("  ") for line in SUMS.read_text().splitlines())
    return {Path(name).name: digest for digest, _, name in lines}


def _faults(sums: Mapping[str, str]) -> Iterator[str]:
    for line in locked():
        path = place(line["chart"], line["version"])
        if not path.exists():
            yield f"{path} is missing"
        elif path.name not in sums:
            yield f"{path} has no line in {SUMS}"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sums[path.name]:
            yield f"{path} is not the archive that {SUMS} names"


if __name__ == "__main__":
    verify()
