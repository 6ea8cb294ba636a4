"""A newer chart, downloaded and laid beside what the option says: values, Kubernetes, CRDs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scaffold.charts.fault import ArchiveError
from scaffold.charts.fetch import Request, fetch
from scaffold.charts.limits import Limits
from scaffold.charts.lock import Line, Pack
from scaffold.charts.oci import PREFIX, pull
from scaffold.charts.pack import pack
from scaffold.charts.upstream_chart import Chart, read
from scaffold.charts.upstream_finding import Change, Finding
from scaffold.charts.upstream_range import narrowed
from scaffold.charts.upstream_source import Pin
from scaffold.charts.upstream_values import lost


@dataclass(frozen=True, slots=True)
class Wanted:
    """One archive to look at."""

    chart: str
    version: str
    archive: str

    @property
    def where(self) -> str:
        """Address and version, for a person."""
        tagged = f"{self.archive}:{self.version}"
        return tagged if self.archive.startswith(PREFIX) else self.archive

    @property
    def file(self) -> str:
        """The name that the archive would have in `charts/`."""
        return f"{self.chart}-{self.version}.tgz"


@dataclass(frozen=True, slots=True)
class Seen:
    """What an archive holds."""

    chart: Chart
    unfit: Mapping[int, ArchiveError]
    """Number of parts -> why its CRDs do not become as many releases."""


def ours(pin: Pin) -> Wanted:
    """The archive of the version that the option names."""
    return Wanted(pin.name, pin.version, pin.archive)


def theirs(found: Finding) -> Wanted:
    """The archive of the newer version."""
    return Wanted(found.pin.name, found.newest, found.archive)


def look(wanted: Wanted, parts: Iterable[int], limits: Limits) -> Seen | ArchiveError:
    """Download the archive and read it, or tell why not; the CRDs are packed for a trial."""
    request = Request(wanted.archive, {}, limits)
    try:
        oci = wanted.archive.startswith(PREFIX)
        content = pull(request, wanted.version) if oci else fetch(request)
        chart = read(content, wanted.file)
    except ArchiveError as fault:
        return fault
    return Seen(chart, dict(_unfit(wanted, content, parts)))


def _unfit(
    wanted: Wanted, content: bytes, parts: Iterable[int]
) -> Iterator[tuple[int, ArchiveError]]:
    for number in parts:
        how = Pack(wanted.file, 1, number)
        try:
            pack(Line(wanted.chart, wanted.version, wanted.archive, None, how), content)
        except ArchiveError as fault:
            yield number, fault


def compare(pin: Pin, texts: Sequence[bytes], old: Seen | None, new: Seen) -> tuple[Change, ...]:
    """What an option has to change to take the newer chart: SC614, SC615, and SC606 to SC609."""
    found: list[Change] = []
    try:
        keys = lost(texts, old.chart if old else None, new.chart)
        found += [Change("SC614", f"values: {what}") for what in keys]
    except ArchiveError as fault:
        found.append(Change(fault.code, f"values: {fault.what}"))
    found += _kubernetes(pin.kubernetes, new.chart.kubernetes)
    faults = [new.unfit[number] for number in pin.parts if number in new.unfit]
    return (*found, *(Change(fault.code, f"CRDs: {fault.what}") for fault in faults))


def _kubernetes(said: str, wanted: str) -> Iterator[Change]:
    try:
        minors = narrowed(said, wanted)
    except ValueError:
        yield Change("SC615", f"kubeVersion: '{wanted[:80]}' cannot be compared with '{said}'")
        return
    if minors:
        which = f"our '{said}' takes" if said else "we take"
        yield Change("SC615", f"kubeVersion: '{wanted[:80]}' leaves out {minors}, which {which}")
