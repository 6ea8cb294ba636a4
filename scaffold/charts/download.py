"""One source, downloaded once, and the archives that come of it.

What reads archives and uses the network is imported when something is missing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold.charts import sums
from scaffold.charts.fault import ArchiveError
from scaffold.charts.limits import Limits
from scaffold.charts.lock import Line

CHANGED = "Take the recorded bytes back from git; to accept others, delete its line in charts.sum."
OTHER = "Compare the address with upstream's; the catalogue may be older than a chart's repair."


@dataclass(frozen=True, slots=True)
class Job:
    """The archives that are missing and come of one source."""

    lines: tuple[Line, ...]
    local: Path | None
    """The source, where `charts/` already has it."""


def jobs(root: Path, missing: Sequence[Line]) -> tuple[Job, ...]:
    """The missing archives by source, in the order of the lock."""
    groups: dict[str, list[Line]] = {}
    for line in missing:
        groups.setdefault(line.source, []).append(line)
    return tuple(Job(tuple(lines), _local(root, lines[0])) for lines in groups.values())


def _local(root: Path, line: Line) -> Path | None:
    """The chart that a line is packed from, where it is vendored as well."""
    path = root / sums.FOLDER / line.pack.origin if line.pack and line.pack.origin else None
    return path if path and path.is_file() else None


def obtain(
    job: Job, limits: Limits, arrived: Callable[[int], None]
) -> Mapping[Line, bytes | ArchiveError]:
    """The bytes of each archive, or why it is refused; one fault where there is no source."""
    first = job.lines[0]
    try:
        content = job.local.read_bytes() if job.local else _downloaded(first, limits, arrived)
        same("charts.lock", first.sha256, content)
    except ArchiveError as fault:
        return {first: fault}
    return {line: _made(line, content) for line in job.lines}


def _downloaded(line: Line, limits: Limits, arrived: Callable[[int], None]) -> bytes:
    from scaffold.charts.fetch import Request, fetch
    from scaffold.charts.oci import PREFIX, pull

    request = Request(line.archive, {}, limits, arrived)
    return pull(request, line.version) if line.archive.startswith(PREFIX) else fetch(request)


def _made(line: Line, content: bytes) -> bytes | ArchiveError:
    """The archive of one line, checked or packed."""
    from scaffold.charts.archive import check
    from scaffold.charts.pack import pack

    try:
        if line.pack:
            return pack(line, content)
        check(content, line.file)
    except ArchiveError as fault:
        return fault
    return content


def same(book: str, recorded: str | None, content: bytes) -> None:
    """Raise ArchiveError (SC602) where the book has another sum; None: it has none."""
    got = sums.of(content)
    if recorded and recorded != got:
        what = f"sum differs: {book} has '{recorded}', the bytes have '{got}'"
        raise ArchiveError("SC602", what, CHANGED if book == sums.NAME else OTHER)


def present(root: Path, line: Line, recorded: str | None) -> str:
    """The sum of an archive that is in `charts/`; one that was never recorded is read through.

    Raises ArchiveError: SC602 to SC606.
    """
    content = (root / sums.FOLDER / line.file).read_bytes()
    same(sums.NAME, recorded, content)
    same("charts.lock", None if line.pack else line.sha256, content)
    if not recorded:
        from scaffold.charts.archive import check

        check(content, line.file)
    return sums.of(content)


def strays(root: Path, lines: Sequence[Line]) -> Iterator[Path]:
    """The archives that no line names, sorted."""
    named = {line.file for line in lines}
    found = (root / sums.FOLDER).glob("*.tgz")
    return (path for path in sorted(found) if path.name not in named and path.is_file())
