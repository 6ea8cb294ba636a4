"""What the engine has shown of every option, on the roads of all platforms."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint
from scaffold.rehearse.course import End
from scaffold.rehearse.plane import ControlPlane
from scaffold.rehearse.toolchain import Toolchain
from tests.matrix.cover import installs
from tests.matrix.road import Road
from tests.matrix.stop import Stop


@dataclass
class Shown:
    """References of options by what was seen of them."""

    kubernetes: str = ""
    accepted: set[str] = field(default_factory=set)
    installed: set[str] = field(default_factory=set)
    came: set[str] = field(default_factory=set)
    went: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """A line for each stop, with its figures."""
    releases: int = 0
    """How many were installed, at all stops."""
    seconds: float = 0.0
    """What the first `up` of every stop took."""

    @property
    def switched(self) -> set[str]:
        """The options that came in the place of another, and went for another."""
        return self.came & self.went


def course(selections: Sequence[Answers]) -> Iterator[Answers]:
    """The first, nothing, and the first again; there and back; then on, and home.

    Every option comes to a stack that stands, and goes from one.
    """
    first, *others = selections
    yield first
    yield replace(first, choices=dict.fromkeys(first.choices, ()))
    yield first
    for number, other in enumerate(others):
        yield other
        if number == 0 or number == len(others) - 1:
            yield first


def drive(platform: str, stops: Iterable[Answers], tools: Toolchain, home: Path) -> Shown:
    """Go from selection to selection on one platform, and destroy."""
    shown = Shown()
    with ControlPlane(tools, home / "plane") as plane:
        shown.kubernetes = plane.version
        road = Road(home, plane)
        before: Answers | None = None
        for number, answers in enumerate(stops):
            first = road.between(answers)
            if first is not None:
                _stop(shown, f"{platform} {number}, what is held once let go", road.go(first))
            stop = road.go(answers)
            _stop(shown, f"{platform} {number}", stop)
            if before is not None and not stop.refused:
                shown.came |= set(answers.refs()) - set(before.refs())
                shown.went |= set(before.refs()) - set(answers.refs())
            before = answers
        _end(shown, platform, *road.leave())
    return shown


def _stop(shown: Shown, name: str, stop: Stop) -> None:
    """Note what is ready, and every fault."""
    clean = not stop.refused and not stop.changed
    for b in stop.plan.blueprints:
        if installs(b) and _ready(b, stop):
            shown.accepted.add(b.ref)
            if clean or not _named(b, (*stop.refused, *stop.changed)):
                shown.installed.add(b.ref)
    faults = {
        "refused": stop.refused,
        "changed by a second up": stop.changed,
        "changed without a reason": stop.touched,
        "data lost": stop.lost,
        "told and not so": stop.told,
    }
    found = [f"{name}: {what}: {one}" for what, all_ in faults.items() for one in all_]
    shown.faults += found
    longest = max(stop.took.values(), default=0.0)
    shown.releases += stop.new
    shown.seconds += stop.seconds
    ratio = f" ({stop.seconds / stop.chain:.2f} x)" if stop.chain else ""
    shown.lines.append(
        f"{name}: {len(stop.took)} releases, {stop.new} of them new, up {stop.seconds:.1f} s,"
        f" longest chain {stop.chain:.1f} s{ratio}, slowest {longest:.1f} s"
    )
    print(shown.lines[-1], *found, sep="\n", flush=True)


def _ready(b: Blueprint, stop: Stop) -> bool:
    names = {r.name for r in b.releases}
    return names <= set(stop.took) and (bool(names) or not stop.refused)


def _named(b: Blueprint, texts: Sequence[str]) -> bool:
    return any(r.name in text for r in b.releases for text in texts) or not b.releases


def _end(shown: Shown, platform: str, end: End, lost: Sequence[str]) -> None:
    found = [
        *(f"{r.release}: {r.reason}" for r in end.refusals),
        *(f"left: {one}" for one in end.left.rest),
        *(f"data lost: {one}" for one in lost),
    ]
    shown.faults += [f"{platform}, destroy: {one}" for one in found]
    more = f", {len(end.remedies)} remedies needed" if end.remedies else ""
    shown.lines.append(f"{platform}: destroy {end.seconds:.1f} s{more}")
    print(shown.lines[-1], *found, sep="\n", flush=True)
    if end.failed:
        shown.installed.clear()
