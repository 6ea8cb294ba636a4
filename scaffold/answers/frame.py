"""The answers that are no rows: project, platform, Kubernetes version, stacks.

Each check returns what is wrong as a clause, or an empty text.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from scaffold.errors import Problem
from scaffold.model.answers import Answers
from scaffold.model.release import PLATFORMS

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VERSION = re.compile(r"1\.\d{1,2}")
LONGEST = 50
"""Characters in a name: it becomes part of Kubernetes names, which end at 63."""


def bad_project(text: str) -> str:
    """Lower-case words joined by hyphens, at most 50 characters."""
    return _bad_name(text)


def _bad_name(text: str) -> str:
    shown = text if len(text) <= LONGEST else f"{text[:20]}…"
    if len(text) > LONGEST:
        return f"'{shown}' has {len(text)} characters, {LONGEST} are allowed"
    if not _NAME.fullmatch(text):
        return f"'{shown}' is not lower-case letters, digits and single hyphens, a letter first"
    return ""


def bad_platform(text: str) -> str:
    """One of the five platforms."""
    return "" if text in PLATFORMS else f"'{text[:50]}' is none of {', '.join(PLATFORMS)}"


def bad_kubernetes(text: str) -> str:
    """A minor version, such as 1.37."""
    return "" if _VERSION.fullmatch(text) else f"'{text[:50]}' is not a version such as 1.37"


def bad_stacks(names: Sequence[str]) -> str:
    """At least one name, each once, each of the form of a project's."""
    if not names:
        return "no stack is named"
    if len(set(names)) < len(names):
        return "a stack is named twice"
    return next((fault for name in names if (fault := _bad_name(name))), "")


def judge(answers: Answers) -> Iterator[Problem]:
    """What is wrong with the frame (SC102)."""
    slug = re.sub(r"[^a-z0-9]+", "-", answers.project.lower()).strip("-")[:LONGEST].strip("-")
    named = f"Use a name such as '{slug if _NAME.fullmatch(slug) else 'acme'}'."
    near = get_close_matches(answers.platform, PLATFORMS, 1)
    faults = (
        ("project", bad_project(answers.project), named),
        ("platform", bad_platform(answers.platform), f"Did you mean '{near[0]}'?" if near else ""),
        ("kubernetes", bad_kubernetes(answers.kubernetes), 'Write it in quotes: "1.37".'),
        ("stacks", bad_stacks(answers.stacks), "Write them as a list: [dev, production]."),
    )
    for key, what, hint in faults:
        if what:
            yield Problem("SC102", key, what, hint)
