"""Versions in order: semantic versions of charts, and tags of images that have one shape.

Source of the order: https://semver.org, items 9 to 11; as Helm does, a leading `v` is let pass, and
numbers that are left out count as zero.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Step: TypeAlias = Literal["major", "minor", "patch", "pre-release"]
Order: TypeAlias = tuple[tuple[int, ...], tuple[tuple[int, int, str], ...]]
CALENDAR = 1900
"""A first number from here on is a year: `2026.8.0` is not newer than `3.1.0`, but something else.
"""
_SEMVER = re.compile(r"v?(\d{1,18})(?:\.(\d{1,18}))?(?:\.(\d{1,18}))?(?:-([\w.-]+))?(?:\+[\w.-]+)?")
_TAG = re.compile(r"([A-Za-z-]*)(\d{1,18}(?:\.\d{1,18})*)((?:[-.+_][\w.+-]*)?)")
_HASH = re.compile(r"(?=.*\d)[0-9a-f]{7,64}")
_FINAL = ((2, 0, ""),)
"""Above every identifier of a pre-release."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version that can be compared, and the text that it was read from."""

    text: str
    shape: str
    """Only versions of one shape are compared: `v0.0.0-distroless` for `v3.14.0-distroless`."""
    order: Order
    stable: bool = True


def semver(text: str) -> Version | None:
    """A chart's version; None where it is none. What follows a plus does not count."""
    match = _SEMVER.fullmatch(text)
    if match is None:
        return None
    core = tuple(int(number or 0) for number in match.groups()[:3])
    before = tuple(map(_identifier, match[4].split("."))) if match[4] else _FINAL
    return Version(text, "", (core, before), not match[4])


def _identifier(text: str) -> tuple[int, int, str]:
    """Numbers go before words."""
    return (0, int(text), "") if text.isdecimal() else (1, 0, text)


def tag(text: str) -> Version | None:
    """An image's tag: `v4.12.0-eksbuild.5`; None where it holds no number.

    The shape is the tag with its numbers and hashes taken out, so that a suffix stays what it is:
    the newest of `3.10-alpine` is `3.11-alpine`. All tags are stable: one of another shape is none.
    """
    match = _TAG.fullmatch(text)
    if match is None:
        return None
    core = tuple(map(int, match[2].split(".")))
    parts = [_part(part) for part in re.split("([-_+])", match[3])]
    calendar = "calendar" if core[0] >= CALENDAR else "number"
    shape = f"{match[1]}{calendar}*{len(core)}{''.join(part for part, _ in parts)}"
    counted = tuple((0, number, "") for _, numbers in parts for number in numbers)
    return Version(text, shape, (core, counted or _FINAL))


def _part(part: str) -> tuple[str, tuple[int, ...]]:
    """One word of a suffix: its shape and its numbers; `jdk21` is a word, `eksbuild.5` counts."""
    if _HASH.fullmatch(part) and not part.isdecimal():
        return "hash", ()
    match = re.fullmatch(r"((?:[a-z]+\.|\.)?)(\d{1,18}(?:\.\d{1,18})*)", part)
    if match is None:
        return part, ()
    numbers = tuple(map(int, match[2].split(".")))
    return f"{match[1]}number*{len(numbers)}", numbers


def newest(ours: Version, offered: Iterable[Version]) -> Version | None:
    """The newest of our shape that is newer than ours; a pre-release only where ours is one."""
    fit = (v for v in offered if v.shape == ours.shape and (v.stable or not ours.stable))
    newer = [v for v in fit if v.order > ours.order]
    return max(newer, key=lambda version: version.order, default=None)


def step(ours: Version, newer: Version) -> Step:
    """How large the step is: the first number that differs."""
    steps: tuple[Step, ...] = ("major", "minor", "patch")
    for at, (old, new) in enumerate(zip(ours.order[0], newer.order[0], strict=True)):
        if old != new:
            return steps[min(at, 2)]
    return "patch" if ours.stable else "pre-release"


def same(ours: str, other: str) -> bool:
    """Whether two texts name one version: a leading `v` does not count."""
    return ours.removeprefix("v") == other.removeprefix("v")
