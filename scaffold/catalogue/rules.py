"""What must be true of the catalogue as a whole. Each docstring is the rule's page."""

from collections.abc import Callable, Iterator
from pathlib import Path

from scaffold.catalogue.files import FILES
from scaffold.catalogue.manifest import MANIFEST
from scaffold.errors import Problem
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.release import CRD_NAMESPACE

Rule = Callable[[Catalogue], Iterator[Problem]]
_SHARED = frozenset({CRD_NAMESPACE, "default", "kube-system"})
"""Namespaces that no row owns."""


def check(catalogue: Catalogue, templates: Path) -> tuple[Problem, ...]:
    """Every fault of every option (SC204, SC210-225)."""
    found = [p for rule in RULES for p in rule(catalogue)]
    for blueprint in catalogue.blueprints():
        found += [p for part in MANIFEST for p in part(blueprint)]
    found += [p for file in FILES for p in file(catalogue, templates)]
    return tuple(found)


def nobody_provides(catalogue: Catalogue) -> Iterator[Problem]:
    """SC210: a capability is named that no option provides."""
    known = {c for b in catalogue.blueprints() for c in b.provides}
    for b in catalogue.blueprints():
        conditions = [s.when for s in b.config] + [c.when for c in b.secrets]
        whens = [capability for when in conditions for capability in when]
        for capability in dict.fromkeys((*b.requires, *b.wants, *b.reads, *whens)):
            if capability not in known:
                hint = "Correct its name, or let an option provide it."
                yield Problem("SC210", b.ref, f"nobody provides '{capability}'", hint)
        for capability in (*b.exclusive, *b.gates, *b.settles):
            if capability not in b.provides:
                hint = "Add it to 'provides', or take it out."
                yield Problem("SC210", b.ref, f"does not provide '{capability}' itself", hint)


def used_twice(catalogue: Catalogue) -> Iterator[Problem]:
    """SC212: two rows use one name for a release, a namespace or a Secret.

    A URN carries no parent's name, so these must be unique across rows.
    """
    owner: dict[tuple[str, str], Blueprint] = {}
    for b in catalogue.blueprints():
        for kind, name in _names(b):
            first = owner.setdefault((kind, name), b)
            if first.row != b.row:
                what = f"{kind} '{name}' is also used by {first.ref}"
                yield Problem("SC212", b.ref, what, "Choose another name.")


def _names(b: Blueprint) -> Iterator[tuple[str, str]]:
    yield from (("release", r.name) for r in b.releases)
    yield from (("release", name) for source in b.crds for name in source.names())
    yield from (("namespace", r.namespace) for r in b.releases if r.namespace not in _SHARED)
    yield from (("Secret", c.name) for c in b.secrets)


def no_way_out(catalogue: Catalogue) -> Iterator[Problem]:
    """SC213: a retired option names a successor that cannot be chosen."""
    for row in catalogue.rows:
        for b in row.options:
            heir = row.find(b.retired.successor) if b.retired else b
            if heir is None or (heir.retired is not b.retired and heir.retired):
                what = f"successor '{b.retired.successor if b.retired else ''}' cannot be chosen"
                yield Problem("SC213", b.ref, what, "Name an option of the same row.")


def bad_default(catalogue: Catalogue) -> Iterator[Problem]:
    """SC221: a row recommends an option that is not there, or cannot be chosen."""
    for row in catalogue.rows:
        for platform, options in row.default.items():
            for name in options:
                b = row.find(name)
                fits = platform == "any" or (b is not None and b.suits(platform))
                if b is None or b.retired or b.barred or not fits:
                    what = f"recommends '{name}' for '{platform}', which cannot be chosen"
                    yield Problem("SC221", row.id, what, "Recommend another option.")


def told_differently(catalogue: Catalogue) -> Iterator[Problem]:
    """SC224: two options declare one configuration key in different words."""
    first: dict[str, tuple[Blueprint, tuple[object, ...]]] = {}
    for b in catalogue.blueprints():
        for s in b.config:
            told = (s.type, s.description, s.default, s.secret)
            other, before = first.setdefault(s.key, (b, told))
            if before != told:
                what = f"'{s.key}' is declared otherwise by {other.ref}"
                yield Problem("SC224", b.ref, what, "Use the same type, words and default.")


def bad_conflict(catalogue: Catalogue) -> Iterator[Problem]:
    """SC225: a conflict names an option that is not there."""
    for b in catalogue.blueprints():
        for conflict in b.conflicts:
            if catalogue.find(conflict.option) is None:
                what = f"conflicts with '{conflict.option}', which is not there"
                yield Problem("SC225", b.ref, what, "Write it as row/option.")


RULES: tuple[Rule, ...] = (
    nobody_provides,
    used_twice,
    no_way_out,
    bad_default,
    told_differently,
    bad_conflict,
)
