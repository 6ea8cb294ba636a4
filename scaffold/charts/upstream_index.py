"""A chart repository's `index.yaml`: which versions of each chart it offers."""

import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import yaml

from scaffold.charts.fault import ArchiveError
from scaffold.charts.fetch import ADDRESS, Request, fetch
from scaffold.charts.upstream_trim import trimmed


@dataclass(frozen=True, slots=True)
class Offer:
    """One version that upstream has."""

    version: str
    archive: str
    """The address that it is downloaded from; of a registry, without tag; empty for an image."""
    deprecated: bool = False


Offers: TypeAlias = Mapping[str, tuple[Offer, ...]]
"""Chart -> its versions; the one name of a registry's repository is empty."""


def index(request: Request, charts: Sequence[str]) -> Offers:
    """What the repository `request.url` offers of these charts; () for one that it has not.

    Raises ArchiveError (SC601, SC605, SC606).
    """
    base = request.url.rstrip("/") + "/"
    url = f"{base}index.yaml"
    entries = _entries(fetch(replace(request, url=url)), charts, url)
    return {chart: tuple(_offers(entries.get(chart), base)) for chart in charts}


def _entries(content: bytes, charts: Sequence[str], url: str) -> dict[Any, Any]:
    """Chart -> entries, out of what matters of the index, or else out of the whole.

    Every scalar is text, which is faster, and leaves `1.10` what it is.
    """
    short = trimmed(content, charts)
    entries = _read(short) if short else None
    entries = _read(content) if entries is None else entries
    if entries is None:
        raise ArchiveError("SC606", f"'{url}' is no index of charts", ADDRESS)
    return entries


def _read(content: bytes) -> dict[Any, Any] | None:
    """The entries of an index; None where it is none."""
    try:
        entries = yaml.load(content, yaml.CBaseLoader)["entries"]
    except (yaml.YAMLError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return entries if isinstance(entries, dict) else None


def _offers(entries: Any, base: str) -> Iterator[Offer]:
    """The versions that are still there; Helm marks some that are not with `removed`."""
    for entry in entries if isinstance(entries, list) else ():
        version = entry.get("version") if isinstance(entry, dict) else None
        if not isinstance(version, str) or entry.get("removed") == "true":
            continue
        urls = entry.get("urls")
        first = urls[0] if isinstance(urls, list) and urls else ""
        archive = _joined(base, first) if isinstance(first, str) and first else ""
        yield Offer(version, archive, entry.get("deprecated") == "true")


def _joined(base: str, url: str) -> str:
    """The address of an archive; relative ones start at the repository."""
    try:
        return url if url.startswith("oci://") else urllib.parse.urljoin(base, url)
    except ValueError:
        return url
