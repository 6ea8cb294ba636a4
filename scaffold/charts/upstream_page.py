"""One page of an answer that goes on elsewhere: its bytes, and the address of the next one."""

import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from scaffold.charts import fetch
from scaffold.charts.fault import ArchiveError
from scaffold.charts.fetch import BrokenError, Request, StatusError

_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?')


@dataclass(frozen=True, slots=True)
class Page:
    """What came."""

    content: bytes
    following: str
    """The address of the next page; empty after the last one."""


class RefusedError(StatusError):
    """An answer that is not 200, and the address that gave it, after every redirection."""

    def __init__(self, asked: str, error: urllib.error.HTTPError) -> None:
        self.final = error.geturl() or asked
        super().__init__(asked, error.code, dict(error.headers.items()))


def page(request: Request) -> Page:
    """The page under the address, after some tries. Raises ArchiveError (SC601, SC605)."""
    fetch.check(request.url)
    limits = request.limits
    for wait in (limits.backoff_seconds * 2**n for n in range(limits.tries - 1)):
        try:
            return _once(request)
        except StatusError as fault:
            if fault.status < 500 and fault.status != 429:
                raise
        except BrokenError:
            pass
        time.sleep(wait)
    return _once(request)


def _once(request: Request) -> Page:
    """One try, with every fault of the network in words."""
    url, limits = request.url, request.limits
    asked = urllib.request.Request(url, headers={"User-Agent": "scaffold"})
    for name, value in request.headers.items():
        asked.add_unredirected_header(name, value)
    try:
        with fetch._OPENER.open(asked, timeout=limits.silence_seconds) as answer:
            following = _NEXT.search(answer.headers.get("Link", ""))
            link = urllib.parse.urljoin(answer.geturl(), following[1]) if following else ""
            return Page(fetch._body(answer, request), link)
    except urllib.error.HTTPError as error:
        with error:
            raise RefusedError(url, error) from None
    except urllib.error.URLError as error:
        raise fetch._network(url, error.reason, limits) from None
    except (ValueError, http.client.InvalidURL):
        what = f"cannot be downloaded: '{url[:200]}' is no address"
        raise ArchiveError("SC601", what, fetch.ADDRESS) from None
    except (OSError, http.client.HTTPException) as error:
        raise fetch._network(url, error, limits) from None
