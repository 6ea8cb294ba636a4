"""What must be true of one manifest. Each docstring is the rule's page."""

import re
from collections.abc import Callable, Iterator

from scaffold.errors import Problem
from scaffold.model.blueprint import Blueprint

Rule = Callable[[Blueprint], Iterator[Problem]]
_RANGE = re.compile(r"(>=|<=|>|<|=)\d+\.\d+(\.\d+)?")
_EXACT = re.compile(r"v?\d+\.\d+(\.\d+)?([-+.][0-9A-Za-z.-]+)?")


def still_installs(b: Blueprint) -> Iterator[Problem]:
    """SC213: a retired option still brings something."""
    if b.retired and (b.releases or b.provides or b.crds or b.config):
        yield Problem("SC213", b.ref, "is retired and still brings something", "Take it out.")


def not_exact(b: Blueprint) -> Iterator[Problem]:
    """SC216: a version is a range, or an archive has no address."""
    for r in b.releases:
        if not _EXACT.fullmatch(r.version):
            yield Problem("SC216", f"{b.ref}: {r.name}", f"version '{r.version}' is not exact")
        if not r.archive.startswith(("https://", "oci://")):
            what = f"archive '{r.archive}' is neither https nor oci"
            yield Problem("SC216", f"{b.ref}: {r.name}", what)
    for term in b.kubernetes.split():
        if not _RANGE.fullmatch(term):
            hint = "Write comparisons joined by blanks: '>=1.25 <1.38'."
            yield Problem("SC216", b.ref, f"Kubernetes range '{term}' cannot be read", hint)


def wordy(b: Blueprint) -> Iterator[Problem]:
    """SC218: the summary, or the reason of an option that is barred, does not fit on a line."""
    if len(b.summary) > 80:
        what = f"summary has {len(b.summary)} characters"
        yield Problem("SC218", b.ref, what, "Use 80 at the most.")
    if b.summary.endswith("."):
        yield Problem("SC218", b.ref, "summary ends with a full stop", "Take it off.")
    if len(b.barred) > 60:
        what = f"barred has {len(b.barred)} characters"
        yield Problem("SC218", b.ref, what, "Use 60 at the most.")


def undeclared(b: Blueprint) -> Iterator[Problem]:
    """SC219: a Secret takes a configuration key, or fills a release, that is not declared."""
    keys = {s.key: s for s in b.config}
    releases = {r.name for r in b.releases}
    for c in b.secrets:
        for key in c.keys.values():
            if key not in keys:
                yield Problem("SC219", f"{b.ref}: {c.name}", f"config key '{key}' is not declared")
        if c.release not in releases:
            yield Problem("SC219", f"{b.ref}: {c.name}", f"release '{c.release}' is not there")
    for s in b.config:
        for place in s.sets:
            if place.release not in releases:
                what = f"sets a value of release '{place.release}', which is not there"
                yield Problem("SC219", f"{b.ref}: {s.key}", what)
            if s.secret:
                what = "is secret and would stand in a release's values"
                yield Problem("SC219", f"{b.ref}: {s.key}", what, "Use a Secret.")


def nothing_to_try(b: Blueprint) -> Iterator[Problem]:
    """SC219: a setting has neither a default nor an example, so no rehearsal can fill it."""
    for s in b.config:
        if s.default is None and s.example is None and not s.secret:
            yield Problem("SC219", f"{b.ref}: {s.key}", "has no default and no example")


def lost_gate(b: Blueprint) -> Iterator[Problem]:
    """SC220: a gate names no release, CRDs or custom resource of the option."""
    parts = {r.name for r in b.releases} | {s.name for s in b.crds} | set(b.hoisted)
    for file in b.folder.glob("components/*.py.j2"):
        parts |= set(re.findall(r'parts\["([a-z0-9-]+)"\]\s*=', file.read_text("utf-8")))
    for capability, part in b.gates.items():
        if part is not None and part not in parts:
            yield Problem("SC220", f"{b.ref}: {capability}", f"gate '{part}' is not a part of it")


def lost_release(b: Blueprint) -> Iterator[Problem]:
    """SC223: a release waits for one that is not there, or CRDs are read from one."""
    names = {r.name for r in b.releases}
    for r in b.releases:
        for other in r.waits_for:
            if other not in names:
                yield Problem("SC223", f"{b.ref}: {r.name}", f"waits for '{other}', not there")
    for source in b.crds:
        if isinstance(source.origin, str) and source.origin not in names:
            what = f"reads release '{source.origin}', which is not there"
            yield Problem("SC223", f"{b.ref}: {source.name}", what)


MANIFEST: tuple[Rule, ...] = (
    still_installs,
    not_exact,
    wordy,
    undeclared,
    nothing_to_try,
    lost_gate,
    lost_release,
)
