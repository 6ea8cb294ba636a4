"""What upstream offers now, for everything that the options name: each source is asked once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

from scaffold.charts import upstream_newer as newer
from scaffold.charts.fault import ArchiveError
from scaffold.charts.fetch import Request
from scaffold.charts.limits import Limits
from scaffold.charts.parallel import each
from scaffold.charts.upstream_finding import Finding, judge
from scaffold.charts.upstream_index import Offers
from scaffold.charts.upstream_newer import Seen, Wanted
from scaffold.charts.upstream_source import Pin, ask, offered, source, unasked

Values: TypeAlias = Callable[[Pin], Sequence[bytes]]
"""The values files that a pin's release gets in several selections; for behind charts only."""
_Key = TypeVar("_Key", str, Wanted)
_LISTED = "the chart repository of its neighbour does not list it"


@dataclass(frozen=True, slots=True)
class Silence:
    """A source that did not tell what it was asked."""

    source: str
    reason: str
    """A clause."""
    unanswered: tuple[Pin, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that upstream told, in the order of the pins."""

    asked: tuple[Pin, ...]
    """Those that some source was asked about."""
    found: tuple[Finding, ...]
    """Those that are behind, gone or deprecated."""
    unasked: tuple[tuple[Pin, str], ...]
    """Those that nobody can be asked about, and why."""
    silent: tuple[Silence, ...]


def survey(pins: Sequence[Pin], values: Values, limits: Limits | None = None) -> Survey:
    """Ask every source at once, then look into the newer charts. Raises nothing of the network."""
    run = _Run(pins, limits or Limits())
    run.ask()
    run.compare(values)
    asked = tuple(pin for pin in pins if pin not in run.unasked)
    found = tuple(run.found[pin] for pin in pins if pin in run.found)
    nobody = tuple((pin, run.unasked[pin]) for pin in pins if pin in run.unasked)
    return Survey(asked, found, nobody, tuple(run.silent))


@dataclass(slots=True)
class _Run:
    """One survey; only the main thread changes it."""

    pins: Sequence[Pin]
    limits: Limits
    found: dict[Pin, Finding] = field(default_factory=dict)
    unasked: dict[Pin, str] = field(default_factory=dict)
    silent: list[Silence] = field(default_factory=list)

    def ask(self) -> None:
        """Every source, each once."""
        self.unasked = {pin: why for pin in self.pins if (why := unasked(pin))}
        groups = _grouped((source(pin), pin) for pin in self.pins if pin not in self.unasked)

        def work(url: str) -> Offers | ArchiveError:
            return ask(Request(url, {}, self.limits), groups[url])

        answers = dict(each(tuple(groups), work, self.limits.at_once))
        for url, pins in groups.items():
            answer = answers[url]
            if isinstance(answer, ArchiveError):
                self._silent(url, answer, pins)
            else:
                self._judge(pins, answer)

    def _judge(self, pins: Iterable[Pin], offers: Offers) -> None:
        for pin in pins:
            there = offered(pin, offers)
            if pin.kind == "crds" and not there:
                self.unasked[pin] = _LISTED
            elif found := judge(pin, there):
                self.found[pin] = found

    def compare(self, values: Values) -> None:
        """Look into the charts that ours are behind, and into ours for what they knew."""
        behind = [f for f in self.found.values() if f.newest and f.pin.kind != "image"]
        groups = _grouped(pair for f in behind for pair in _archives(f))

        def work(wanted: Wanted) -> Seen | ArchiveError:
            parts = {number for pin in groups[wanted] for number in pin.parts}
            return newer.look(wanted, sorted(parts), self.limits)

        seen = dict(each(tuple(groups), work, self.limits.at_once))
        for wanted, pins in groups.items():
            fault = seen[wanted]
            if isinstance(fault, ArchiveError):
                self._silent(wanted.where, fault, pins)
        for found in behind:
            old, new = seen[newer.ours(found.pin)], seen[newer.theirs(found)]
            if isinstance(new, Seen):
                known = old if isinstance(old, Seen) else None
                told = newer.compare(found.pin, values(found.pin), known, new)
                self.found[found.pin] = replace(found, changes=(*found.changes, *told))

    def _silent(self, url: str, fault: ArchiveError, pins: tuple[Pin, ...]) -> None:
        reason = fault.what.removeprefix("cannot be downloaded: ")
        self.silent.append(Silence(url, reason, pins))


def _archives(found: Finding) -> tuple[tuple[Wanted, Pin], ...]:
    return (newer.theirs(found), found.pin), (newer.ours(found.pin), found.pin)


def _grouped(pairs: Iterable[tuple[_Key, Pin]]) -> Mapping[_Key, tuple[Pin, ...]]:
    """Key -> its pins, each key once, in their order."""
    groups: dict[_Key, list[Pin]] = {}
    for key, pin in pairs:
        groups.setdefault(key, []).append(pin)
    return {key: tuple(pins) for key, pins in groups.items()}
