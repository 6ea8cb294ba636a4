"""The options' pages, as their readers get them."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from scaffold.catalogue import load
from scaffold.data import folder
from scaffold.model.blueprint import Blueprint
from scaffold.model.plan import Plan
from scaffold.model.release import PLATFORMS
from scaffold.render import render
from tests.selections import choosable
from tests.test_values import around


def plans() -> Iterator[tuple[Blueprint, Plan]]:
    """Every option on every platform, alone and beside all that it can use."""
    for b in choosable(load(folder("blueprints"))):
        for platform in (p for p in PLATFORMS if b.suits(p)):
            for plan in filter(None, (around(b, platform, full) for full in (False, True))):
                yield b, plan


def page(b: Blueprint, plan: Plan) -> str:
    """The option's own page; of the repository nothing else is rendered but the options' files."""
    tree = render(plan, folder("templates"), whole=False)
    return tree[PurePosixPath("docs", f"{b.ref}.md")].content.decode()


def joined(text: str) -> str:
    """A text with every command on one line."""
    return re.sub(r"\\\n\s*", " ", text)
