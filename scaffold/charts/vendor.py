"""`charts.lock` into `charts/`: download what is missing, check, pack, record, tidy up."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.charts import download, lock, store, sums
from scaffold.charts.download import Job
from scaffold.charts.fault import ArchiveError
from scaffold.charts.limits import Limits
from scaffold.charts.lock import Line
from scaffold.charts.parallel import each
from scaffold.errors import ChartError, Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the vendoring is; told while an archive arrives and when one is settled."""

    file: str
    """The name in `charts/`."""
    done: int
    """Archives that are there now, or refused."""
    total: int
    """Archives that were missing at the beginning."""
    bytes: int
    """Downloaded so far, of all archives together."""


@dataclass(frozen=True, slots=True)
class Vendored:
    """What has become of `charts/`, as names of archives."""

    downloaded: tuple[str, ...] = ()
    packed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """No line of `charts.lock` names them any more."""
    left: tuple[str, ...] = ()
    """Not named either, but not the recorded bytes: somebody else's, and left alone."""


Report = Callable[[Progress], None]


def vendor(root: Path, report: Report, limits: Limits | None = None) -> Vendored:
    """Bring `charts/` to what `charts.lock` says; the network is used for what is missing only.

    `report` is called from several threads, never twice at once. Raises ChartError with every
    problem; what has arrived whole is kept all the same, so that a second run goes on from there.
    """
    run = _Run(root, lock.read(root), sums.read(root), limits or Limits())
    try:
        store.tidy(root)
        run.look()
        run.get(report)
        if not run.problems:
            run.sweep()
        store.record(root, run.found)
    except store.DiskError as error:
        run.problems.append(error.problem)
    if run.problems:
        raise ChartError(sorted(run.problems, key=lambda p: (p.where, p.code)))
    return run.result()


@dataclass(slots=True)
class _Run:
    """One vendoring, step by step; only the main thread changes it."""

    root: Path
    lines: tuple[Line, ...]
    found: dict[str, str]
    """Archive -> sum, as it will be recorded."""
    limits: Limits
    problems: list[Problem] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Check the archives that are there."""
        for line in self.lines:
            if _path(self.root, line).is_file():
                try:
                    recorded = self.found.get(line.file)
                    self.found[line.file] = download.present(self.root, line, recorded)
                except ArchiveError as fault:
                    self.problems.append(fault.at(f"{sums.FOLDER}/{line.file}"))

    def get(self, report: Report) -> None:
        """Get those that are not, and keep each as soon as it is whole and right."""
        bad = {problem.where.removeprefix(f"{sums.FOLDER}/") for problem in self.problems}
        absent = [
            line
            for line in self.lines
            if not _path(self.root, line).is_file()
            and not (line.pack and line.pack.origin in bad)  # nothing is made of bad bytes
        ]
        meter = _Meter(report, len(absent))

        def work(job: Job) -> Mapping[Line, bytes | ArchiveError]:
            name = job.lines[0].file
            return download.obtain(job, self.limits, lambda size: meter.tell(name, size))

        jobs = download.jobs(self.root, absent)
        for job, made in each(jobs, work, self.limits.at_once):
            for line, content in made.items():
                self._settle(line, content)
            meter.tell(job.lines[0].file, done=len(job.lines))

    def _settle(self, line: Line, content: bytes | ArchiveError) -> None:
        """Keep an archive, or note why not: the first sum holds."""
        try:
            if isinstance(content, ArchiveError):
                raise content
            download.same(sums.NAME, self.found.get(line.file), content)
        except ArchiveError as fault:
            self.problems.append(fault.at(f"{sums.FOLDER}/{line.file}"))
            return
        store.keep(self.root, line.file, content)
        self.found[line.file] = sums.of(content)
        self.kept.append(line)

    def sweep(self) -> None:
        """Remove what no line names, if its bytes are still the recorded ones."""
        for path in download.strays(self.root, self.lines):
            if self.found.get(path.name) == sums.of(path.read_bytes()):
                store.remove(self.root, path.name)
                self.removed.append(path.name)
            else:
                self.left.append(path.name)
        named = {line.file for line in self.lines}
        self.found = {name: sum_ for name, sum_ in self.found.items() if name in named}

    def result(self) -> Vendored:
        """The names, sorted."""
        plain = tuple(sorted(line.file for line in self.kept if not line.pack))
        packed = tuple(sorted(line.file for line in self.kept if line.pack))
        return Vendored(plain, packed, tuple(self.removed), tuple(self.left))


def _path(root: Path, line: Line) -> Path:
    return root / sums.FOLDER / line.file


@dataclass(slots=True)
class _Meter:
    """Counts for all threads, and tells one thing at a time."""

    report: Report
    total: int
    done: int = 0
    bytes: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, file: str, size: int = 0, done: int = 0) -> None:
        """Add the bytes that arrived and the archives that are settled, and report."""
        with self.guard:
            self.bytes += size
            self.done += done
            self.report(Progress(file, self.done, self.total, self.bytes))
