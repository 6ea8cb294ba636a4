"""A chart's `kubeVersion` against our own range: which Kubernetes versions it no longer takes.

Source of the syntax: https://github.com/Masterminds/semver, which Helm reads it with.
"""

import re
from collections.abc import Iterator

from scaffold.model.kubernetes import within

MINORS = range(100)
"""1.0 to 1.99: more than there are."""
_LAST = 10**6
"""A patch that is above every real one."""
_TERM = re.compile(
    r"(>=|=>|<=|=<|!=|>|<|=|\^|~>|~|)v?(\d+|[xX*])(?:\.(\d+|[xX*])(?:\.(\d+|[xX*]))?)?(?:[-+]\S+)?"
)
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")
_SPACED = re.compile(r"([<>=!~^])\s+(?=[v\dxX*])")
_ORDERED = {"=>": ">=", "=<": "<=", "~>": "~"}
_Span = tuple[tuple[int, int, int], tuple[int, int, int]]


def narrowed(ours: str, theirs: str) -> str:
    """`1.25 to 1.29` where the blueprint takes versions that the chart does not; else empty.

    Raises ValueError where one of the ranges cannot be read.
    """
    lost = [n for n in MINORS if within(f"1.{n}", ours) and not takes(theirs, n)]
    return ", ".join(_run(first, last) for first, last in _runs(lost))


def takes(wanted: str, minor: int) -> bool:
    """Whether a chart takes some patch of Kubernetes 1.`minor`. Raises ValueError."""
    return not wanted.strip() or any(_all(part, minor) for part in wanted.split("||"))


def _all(part: str, minor: int) -> bool:
    """Terms that are joined by commas or blanks: each holds."""
    spread = _HYPHEN.sub(r">=\1 <=\2", part.strip())
    terms = re.split(r"[,\s]+", _SPACED.sub(r"\1", spread).strip(","))
    low, high = (1, minor, 0), (1, minor, _LAST)
    for term in terms:
        match = _TERM.fullmatch(term)
        if match is None:
            raise ValueError(part)
        operator = _ORDERED.get(match[1], match[1])
        if operator == "!=":
            continue  # it leaves out one patch, not a minor version
        first, last = _span(operator, match)
        low, high = max(low, first), min(high, last)
    return low <= high


def _span(operator: str, match: re.Match[str]) -> _Span:
    """The first and the last version that a term takes."""
    given = [_number(text) for text in match.groups()[1:]]
    low, high = _filled(given, 0), _filled(given, _LAST)
    top, least = (_LAST, _LAST, _LAST), (0, 0, 0)
    if operator == ">":
        return (high[0], high[1], high[2] + 1), top
    if operator == "<":
        return least, (low[0], low[1], low[2] - 1) if low[2] else (low[0], low[1] - 1, _LAST)
    if operator == "^":
        return low, (low[0], _LAST, _LAST)
    if operator == "~":
        return low, (high[0], high[1], _LAST)
    return (least if operator == "<=" else low), (top if operator == ">=" else high)


def _number(text: str | None) -> int | None:
    """A number of a version; None for what is open: `x`, or left out."""
    return int(text) if text and text.isdecimal() else None


def _filled(given: list[int | None], rest: int) -> tuple[int, int, int]:
    """A version, from the first number that is open on with `rest`."""
    known = given[: given.index(None)] if None in given else given
    major, minor, patch = [*(n for n in known if n is not None), *[rest] * 3][:3]
    return major, minor, patch


def _runs(minors: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbours taken together."""
    starts = [n for n in minors if n - 1 not in minors]
    ends = [n for n in minors if n + 1 not in minors]
    return zip(starts, ends, strict=True)


def _run(first: int, last: int) -> str:
    if last == MINORS[-1]:
        return f"1.{first} and newer"
    if first == last:
        return f"1.{first}"
    return f"1.{last} and older" if first == 0 else f"1.{first} to 1.{last}"
