"""Kubernetes version ranges: comparisons joined by blanks, such as `>=1.25 <1.38`."""

import operator
import re

_COMPARE = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_TERM = re.compile(r"(>=|<=|>|<|=)(\d+)\.(\d+)(?:\.\d+)?")


def within(version: str, wanted: str) -> bool:
    """Whether `1.37` satisfies the range; an empty range takes every version.

    Raises ValueError for a range that is not of this form.
    """
    major, minor = (int(n) for n in version.split(".")[:2])
    for term in wanted.split():
        match = _TERM.fullmatch(term)
        if match is None:
            raise ValueError(term)
        if not _COMPARE[match[1]]((major, minor), (int(match[2]), int(match[3]))):
            return False
    return True
