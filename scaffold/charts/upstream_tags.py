"""The tags of a repository in an OCI registry, page after page.

Source: https://github.com/opencontainers/distribution-spec, "Listing Tags".
"""

import json
import urllib.parse
from dataclasses import replace

from scaffold.charts.fault import ArchiveError
from scaffold.charts.fetch import ADDRESS, Request
from scaffold.charts.oci import Reference, authorized
from scaffold.charts.upstream_page import page

AT_ONCE = 1000
"""Tags that are asked for in a page; many registries give fewer."""
MOST_PAGES = 500


def tags(request: Request) -> tuple[str, ...]:
    """Every tag of the `oci://host/path` that `request.url` names. Raises ArchiveError."""
    reference = Reference.of(request.url)
    url = f"{reference.base}/v2/{reference.path}/tags/list?n={AT_ONCE}"
    asked = replace(request, url=url)
    found: list[str] = []
    seen: set[str] = set()
    while url and url not in seen:
        if len(seen) == MOST_PAGES:
            raise ArchiveError("SC605", f"lists more than {MOST_PAGES} pages of tags", ADDRESS)
        seen.add(url)
        asked, answer = authorized(_onward(asked, url), page)
        found += _listed(answer.content, url)
        url = answer.following
    return tuple(found)


def _onward(asked: Request, following: str) -> Request:
    """The request of the next page; the token stays with the host that it was given for."""
    host = urllib.parse.urlsplit(following).netloc
    own = host == urllib.parse.urlsplit(asked.url).netloc
    return replace(asked, url=following, headers=asked.headers if own else {})


def _listed(content: bytes, url: str) -> list[str]:
    """The tags of one page. Raises ArchiveError (SC606)."""
    try:
        listed = json.loads(content)["tags"] or []
        return [tag for tag in listed if isinstance(tag, str)]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ArchiveError("SC606", f"'{url}' is no list of tags", ADDRESS) from None
