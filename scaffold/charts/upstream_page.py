"""One page of an answer that goes on elsewhere: its bytes, and the address of the next one."""

import re
import urllib.parse
from dataclasses import dataclass, replace

from scaffold.charts.fetch import Request, fetch

_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?')


@dataclass(frozen=True, slots=True)
class Page:
    """What came."""

    content: bytes
    following: str
    """The address of the next page; empty after the last one."""


def page(request: Request) -> Page:
    """The page under the address, after some tries. Raises ArchiveError (SC601, SC605)."""
    following = ""

    def answered(url: str, link: str) -> None:
        nonlocal following
        found = _NEXT.search(link)
        following = urllib.parse.urljoin(url, found[1]) if found else ""

    content = fetch(replace(request, answered=answered))
    return Page(content, following)
