"""Selections of the real catalogue: the smallest around an option, the recommended, random ones."""

from msgspec.structs import replace

from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.kubernetes import within
from scaffold.model.release import PLATFORMS

VERSIONS = ("1.37", "1.36", "1.35", "1.34")


def platform_of(b: Blueprint) -> str:
    """A platform that the option suits."""
    return next(p for p in PLATFORMS if b.suits(p))


def choosable(catalogue: Catalogue) -> list[Blueprint]:
    """Every option that can be chosen."""
    return [b for b in catalogue.blueprints() if not b.retired and not b.barred]


def smallest(catalogue: Catalogue, *refs: str) -> Answers:
    """Only these options, and what they require; every other row is left out.

    On the newest Kubernetes that all of them support.
    """
    chosen = [b for ref in refs if (b := catalogue.find(ref))]
    platform = next(p for p in PLATFORMS if all(b.suits(p) for b in chosen))
    for b in chosen:  # grows while it is walked: what is required may require more
        there = {c for one in chosen for c in one.provides}
        for capability in b.requires:
            if capability not in there:
                chosen.append(_provider(catalogue, capability, platform, chosen))
    choices: dict[str, tuple[str, ...]] = {r.id: () for r in catalogue.rows if r.ask == "always"}
    for b in chosen:
        choices[b.row] = (*choices.get(b.row, ()), b.id)
    version = next(v for v in VERSIONS if all(within(v, b.kubernetes) for b in chosen))
    return Answers(project="acme", platform=platform, kubernetes=version, choices=choices)


def _provider(
    catalogue: Catalogue, capability: str, platform: str, chosen: list[Blueprint]
) -> Blueprint:
    """The first that suits the platform and that nothing chosen conflicts with."""
    refs = {b.ref for b in chosen}
    barred = {c.option for b in chosen for c in b.conflicts}
    return next(
        b
        for b in choosable(catalogue)
        if capability in b.provides
        and b.suits(platform)
        and b.ref not in barred
        and not refs & {c.option for c in b.conflicts}
    )


def recommended(platform: str) -> Answers:
    """Nothing answered: every recommendation of the platform."""
    return replace(Answers(project="acme", platform=platform), choices={})
