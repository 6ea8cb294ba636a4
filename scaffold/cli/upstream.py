"""What is asked of upstream: the pins of the catalogue, and the values that our templates set."""

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from scaffold.charts import Limits
from scaffold.charts.upstream import Survey, survey
from scaffold.charts.upstream_source import Pin, image
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.errors import ChoiceError
from scaffold.model.answers import KUBERNETES, Answers
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.kubernetes import within
from scaffold.model.plan import Plan
from scaffold.model.release import PLATFORMS, ChartSource, CrdSource, FileSource
from scaffold.render import render

LIMITS = Limits(silence_seconds=15, whole_seconds=120, tries=2)
"""Nobody waits five minutes for one index of a hundred."""
OLDER = 40
"""How many minor versions of Kubernetes an option may be behind."""


def ask(rows: Catalogue, options: Sequence[Blueprint]) -> Survey:
    """Ask upstream about these options."""

    def values(pin: Pin) -> Sequence[bytes]:
        found = rows.find(pin.option)
        return tuple(renderings(rows, found, pin.release)) if found and pin.release else ()

    return survey([pin for b in options for pin in pins(b)], values, LIMITS)


def pins(b: Blueprint) -> Iterator[Pin]:
    """Everything of upstream that an option names, each once."""
    for release in b.releases:
        yield Pin(
            option=b.ref,
            kind="chart",
            name=release.chart,
            version=release.version,
            repo=release.repo,
            archive=release.archive,
            release=release.name,
            kubernetes=b.kubernetes,
            parts=tuple(c.parts for c in b.crds if c.origin == release.name),
        )
    for source in b.crds:
        yield from _packed(b, source)
    yield from (image(b.ref, text) for text in dict.fromkeys(b.images))


def _packed(b: Blueprint, source: CrdSource) -> Iterator[Pin]:
    """What CRDs are packed from, where it is no release; its index is that of its neighbour."""
    read = source.origin
    if isinstance(read, FileSource):
        yield Pin(b.ref, "file", source.name, source.version, archive=read.url)
    if isinstance(read, ChartSource):
        near = (r.repo for r in b.releases if _folder(r.archive) == _folder(read.archive))
        yield Pin(
            option=b.ref,
            kind="crds",
            name=read.chart,
            version=read.version,
            repo=next(near, ""),
            archive=read.archive,
            kubernetes=b.kubernetes,
            parts=(source.parts,),
        )


def _folder(address: str) -> str:
    return address.rpartition("/")[0]


def renderings(rows: Catalogue, b: Blueprint, release: str) -> Iterator[bytes]:
    """The release's values as rendered on every platform, alone and with all that it can use.

    What the stack's configuration sets follows, as documents of its own.
    """
    path = PurePosixPath("values", f"{release}.yaml")
    for platform in PLATFORMS if not (b.retired or b.barred) else ():
        for more in ((), (*b.wants, *b.reads)) if b.suits(platform) else ():
            plan = _plan(rows, b, platform, more)
            tree = render(plan, folder("templates"), whole=False) if plan else {}
            if path in tree:
                yield tree[path].content
    yield from (_set(s.path) for c in b.config for s in c.sets if s.release == release)


def _set(path: tuple[str | int, ...]) -> bytes:
    """A values file that sets one key; JSON is YAML as well."""
    value: Any = None
    for part in reversed(path):
        value = [value] if isinstance(part, int) else {part: value}
    return json.dumps(value).encode()


def _plan(rows: Catalogue, b: Blueprint, platform: str, more: Sequence[str]) -> Plan | None:
    """The option with what it requires, and with providers of more where any fits."""
    chosen = [b]
    for one in chosen:  # grows while it is walked: what is required may require more
        for capability in (*one.requires, *(more if one is b else ())):
            if not any(capability in other.provides for other in chosen):
                chosen += _provider(rows, capability, platform, chosen)
    choices: dict[str, tuple[str, ...]] = {r.id: () for r in rows.rows if r.ask == "always"}
    for one in chosen:
        choices[one.row] = (*choices.get(one.row, ()), one.id)
    for version in _versions():
        if all(within(version, one.kubernetes) for one in chosen):
            answers = Answers(
                project="acme", platform=platform, kubernetes=version, choices=choices
            )
            try:
                return resolve(rows, answers)
            except ChoiceError:
                return None
    return None


def _versions() -> Iterator[str]:
    """Versions of Kubernetes, the newest first."""
    major, minor = map(int, KUBERNETES.split("."))
    return (f"{major}.{n}" for n in range(minor, max(minor - OLDER, 0), -1))


def _provider(
    rows: Catalogue, capability: str, platform: str, chosen: Sequence[Blueprint]
) -> list[Blueprint]:
    """The first option that has the capability and can be chosen as well."""
    refs, one = {b.ref for b in chosen}, {r.id for r in rows.rows if r.choice == "one"}
    taken = one & {b.row for b in chosen}
    barred = {c.option for b in chosen for c in b.conflicts}
    for b in rows.blueprints():
        open_ = not b.retired and not b.barred and b.row not in taken and b.suits(platform)
        clash = b.ref in barred or refs & {c.option for c in b.conflicts}
        if open_ and not clash and capability in b.provides:
            return [b]
    return []
