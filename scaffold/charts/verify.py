"""What is missing or changed in `charts/`; no network, nothing written."""

from collections.abc import Iterator
from pathlib import Path

from scaffold.charts import download, lock, sums
from scaffold.charts.fault import ArchiveError
from scaffold.errors import ChartError, Problem

HINT = "Run scaffold vendor."


def missing(root: Path) -> tuple[str, ...]:
    """The archives that `charts.lock` names and `charts/` lacks. Raises ChartError (SC607)."""
    folder = root / sums.FOLDER
    return tuple(line.file for line in lock.read(root) if not (folder / line.file).is_file())


def verify(root: Path) -> tuple[Problem, ...]:
    """Every archive that is missing (SC611), changed (SC602) or never recorded (SC611)."""
    try:
        lines, recorded = lock.read(root), sums.read(root)
    except ChartError as error:
        return error.problems
    return tuple(problem for line in lines for problem in _faults(root, line, recorded))


def _faults(root: Path, line: lock.Line, recorded: dict[str, str]) -> Iterator[Problem]:
    where = f"{sums.FOLDER}/{line.file}"
    if not (root / where).is_file():
        yield Problem("SC611", where, "is missing", HINT)
    elif line.file not in recorded:
        yield Problem("SC611", where, "has no sum in charts.sum", HINT)
    else:
        try:
            download.present(root, line, recorded[line.file])
        except ArchiveError as fault:
            yield fault.at(where)
