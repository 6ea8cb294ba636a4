"""One address to its bytes: https, with timeouts, tries and a limit on the size."""

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from scaffold.charts.fault import ArchiveError
from scaffold.charts.limits import Limits

LOOPBACK = ("127.0.0.1", "localhost", "::1")
CHUNK = 1 << 16
AGAIN = "Run scaffold vendor again: what has arrived is kept."
ADDRESS = "Compare the address and the version with upstream's."
BY_HAND = "Download it with your login into charts/ and run scaffold vendor again: it is checked."
TRUST = "Set SSL_CERT_FILE to the certificates of your network, then run scaffold vendor again."
Arrived = Callable[[int], None]
"""Told the number of bytes of each chunk."""
Answered = Callable[[str, str], None]
"""Told the address that answered, after every redirection, and its header `Link`, or nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """One address, and what is told to it."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """Not sent on to another address."""
    limits: Limits = field(default_factory=Limits)
    arrived: Arrived = lambda _: None
    answered: Answered = lambda _, __: None


class StatusError(ArchiveError):
    """An answer that is not 200, and the address that gave it, after every redirection."""

    def __init__(self, asked: str, error: urllib.error.HTTPError) -> None:
        self.status = error.code
        self.headers = dict(error.headers.items())
        self.final = error.geturl() or asked
        what, hint = _words(error.code)
        super().__init__("SC601", f"cannot be downloaded: '{asked}' {what}", hint)


class BrokenError(ArchiveError):
    """A fault of the way that may be gone at the next try."""


class _Https(urllib.request.HTTPRedirectHandler):
    """Follows redirections, but never from https to something else."""

    def redirect_request(self, req: Any, *args: Any) -> urllib.request.Request | None:
        """The request of the new address, which is looked at first."""
        check(args[-1], req.type == "http")
        return super().redirect_request(req, *args)


_OPENER = urllib.request.build_opener(_Https)


def check(url: str, loopback: bool = True) -> None:
    """Raises ArchiveError (SC601) unless the address is https, or http of this machine."""
    try:
        parts = urllib.parse.urlsplit(url)
        good = parts.scheme == "https" and parts.hostname
        local = loopback and parts.scheme == "http" and parts.hostname in LOOPBACK
    except ValueError:
        good = local = False
    if not good and not local:
        what = f"'{url[:200]}' is neither an https address nor an oci reference"
        raise ArchiveError("SC601", f"cannot be downloaded: {what}", ADDRESS)


def fetch(request: Request) -> bytes:
    """What is under the address, after some tries. Raises ArchiveError (SC601, SC605)."""
    check(request.url)
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


def _once(request: Request) -> bytes:
    """One try, with every fault of the network in words."""
    url, limits = request.url, request.limits
    asked = urllib.request.Request(url, headers={"User-Agent": "scaffold"})
    for name, value in request.headers.items():
        asked.add_unredirected_header(name, value)
    try:
        with _OPENER.open(asked, timeout=limits.silence_seconds) as answer:
            request.answered(answer.geturl(), answer.headers.get("Link", ""))
            return _body(answer, request)
    except urllib.error.HTTPError as error:
        with error:
            raise StatusError(url, error) from None
    except urllib.error.URLError as error:
        raise _network(url, error.reason, limits) from None
    except (ValueError, http.client.InvalidURL):
        what = f"cannot be downloaded: '{url[:200]}' is no address"
        raise ArchiveError("SC601", what, ADDRESS) from None
    except (OSError, http.client.HTTPException) as error:
        raise _network(url, error, limits) from None


def _body(answer: IO[bytes], request: Request) -> bytes:
    """The bytes, counted; a server that goes on for ever is left."""
    limits, end = request.limits, time.monotonic() + request.limits.whole_seconds
    most, chunks, size = int(limits.mebibytes * (1 << 20)), [], 0
    length = getattr(answer, "headers", {}).get("Content-Length", "")
    while chunk := answer.read1(CHUNK):  # type: ignore[attr-defined]
        size += len(chunk)
        if size > most:
            raise ArchiveError("SC605", f"is larger than {limits.mebibytes:g} MiB", ADDRESS)
        if time.monotonic() > end:
            slow = f"'{request.url}' took longer than {limits.whole_seconds:g} seconds"
            raise ArchiveError("SC601", f"cannot be downloaded: {slow}", AGAIN)
        chunks.append(chunk)
        request.arrived(len(chunk))
    if length.isdigit() and size < int(length):
        short = f"'{request.url}' broke off after {size} of {length} bytes"
        raise BrokenError("SC601", f"cannot be downloaded: {short}", AGAIN)
    return b"".join(chunks)


def _words(code: int) -> tuple[str, str]:
    """What a status means, and what helps."""
    if code in (401, 403):
        return f"wants a login ({code})", BY_HAND
    if code in (404, 410):
        return f"is not there ({code})", ADDRESS
    if code == 429:
        return "is asked too often (429)", "Wait some minutes, then run scaffold vendor again."
    return (f"fails ({code})", AGAIN) if code >= 500 else (f"answers {code}", ADDRESS)


def _network(url: str, reason: object, limits: Limits) -> ArchiveError:
    """A fault below HTTP; BrokenError where another try may help."""
    host, hint = urllib.parse.urlsplit(url).netloc, AGAIN
    kind: type[ArchiveError] = BrokenError
    words = f"'{host}' breaks the connection off"
    if isinstance(reason, TimeoutError):
        words = f"'{url}' is silent for {limits.silence_seconds:g} seconds"
    elif isinstance(reason, socket.gaierror):
        words, kind = f"the name '{host}' is not known to this network", ArchiveError
    elif isinstance(reason, ssl.SSLCertVerificationError):
        words, kind = f"the certificate of '{host}' is not trusted here", ArchiveError
        hint = TRUST
    elif isinstance(reason, ConnectionRefusedError):
        words = f"'{host}' refuses the connection"
    elif isinstance(reason, OSError) and reason.errno:
        words = f"'{host}' cannot be reached: {(reason.strerror or '').lower()}"
    return kind("SC601", f"cannot be downloaded: {words}", hint)
