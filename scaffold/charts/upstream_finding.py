"""What upstream's answer means for one version of ours."""

from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.charts.upstream_index import Offer
from scaffold.charts.upstream_source import Pin
from scaffold.charts.upstream_version import Version, newest, same, semver, step, tag


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise upstream than the option says."""

    code: str
    what: str
    """A clause about the version that the option names, or about the newer one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One pin that upstream has gone on from, or does not offer any more."""

    pin: Pin
    newest: str = ""
    """The newest version; empty where ours is it."""
    step: str = ""
    """`major`, `minor`, `patch` or `pre-release`; empty where ours is the newest."""
    archive: str = ""
    """The address of the newer chart; of a registry, without tag."""
    changes: tuple[Change, ...] = ()


def judge(pin: Pin, offers: Sequence[Offer]) -> Finding | None:
    """What is to be told about a pin; None where nothing is."""
    read = tag if pin.kind == "image" else semver
    ours = read(pin.version)
    if ours is None:
        return None
    live = {v: o for o in offers if not o.deprecated and (v := read(o.version))}
    newer = newest(ours, live)
    changes = (*_gone(pin, offers), *_deprecated(ours, offers))
    if newer is None:
        return Finding(pin, changes=changes) if changes else None
    return Finding(pin, newer.text, step(ours, newer), live[newer].archive, changes)


def _gone(pin: Pin, offers: Sequence[Offer]) -> tuple[Change, ...]:
    """SC613, where nobody can have our version any more."""
    image = pin.kind == "image"
    for offer in offers:
        if offer.version == pin.version or (not image and same(pin.version, offer.version)):
            return ()
    return (Change("SC613", f"{pin.version} is not offered any more"),)


def _deprecated(ours: Version, offers: Sequence[Offer]) -> tuple[Change, ...]:
    """SC613: a chart whose newest version is marked is deprecated as a whole, says Helm."""
    marked = {o.version for o in offers if o.deprecated}
    if any(same(ours.text, version) for version in marked):
        return (Change("SC613", f"{ours.text} is marked deprecated"),)
    last = newest(ours, [v for o in offers if (v := semver(o.version))]) if marked else None
    if last and last.text in marked:
        return (Change("SC613", f"is marked deprecated by {last.text}"),)
    return ()
