"""Whom to ask about what: a chart repository, a registry, or nobody, and why."""

import re
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from scaffold.charts.fault import ArchiveError
from scaffold.charts.fetch import Request
from scaffold.charts.oci import PREFIX
from scaffold.charts.upstream_index import Offer, Offers, index
from scaffold.charts.upstream_tags import tags
from scaffold.charts.upstream_version import semver, tag

HUB = "docker.io"
GIT_HOSTS = ("github.com", "raw.githubusercontent.com", "gitlab.com", "codeberg.org")
_PATH = re.compile(r"[a-z0-9]+([._/-]+[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Pin:
    """One thing of upstream that an option names with its version."""

    option: str
    """`row/option`."""
    kind: Literal["chart", "crds", "file", "image"]
    name: str
    """The chart; the image without its tag; a file's release."""
    version: str
    """Ours: as in Chart.yaml, or the tag; empty where an image has none."""
    repo: str = ""
    """The chart repository, or the oci reference of the chart."""
    archive: str = ""
    """The address of ours."""
    release: str = ""
    kubernetes: str = ""
    """The range that the option says."""
    parts: tuple[int, ...] = ()
    """The numbers of releases that CRDs of the chart are packed into."""


def image(option: str, text: str) -> Pin:
    """The pin of an image as it is rendered: `docker.io/traefik:v3.7.11@sha256:…`."""
    name, _, _ = text.partition("@")
    head, _, last = name.rpartition("/")
    last, _, version = last.partition(":")
    return Pin(option, "image", f"{head}/{last}" if head else last, version)


def source(pin: Pin) -> str:
    """The address that is asked: `https://…` of a repository, or `oci://…`; empty: nobody."""
    if unasked(pin):
        return ""
    if pin.kind == "image":
        return f"{PREFIX}{_hosted(pin.name)}"
    return pin.archive if pin.archive.startswith(PREFIX) else pin.repo.rstrip("/")


def unasked(pin: Pin) -> str:
    """Why nobody can be asked, as a clause; empty where somebody can."""
    if pin.kind == "image":
        return _unasked_image(pin)
    where = pin.archive if pin.kind == "file" or pin.archive.startswith(PREFIX) else pin.repo
    if where.startswith(PREFIX) and pin.kind != "file":
        return "" if semver(pin.version) else f"'{pin.version}' is no semantic version"
    host = urllib.parse.urlsplit(where or pin.archive).hostname or ""
    if host in GIT_HOSTS:
        return f"'{host}' is a git host, which has no index of charts"
    if pin.kind == "file" or not where:
        return "a file stands alone: no index names its versions"
    return "" if semver(pin.version) else f"'{pin.version}' is no semantic version"


def _unasked_image(pin: Pin) -> str:
    if not _PATH.fullmatch(_hosted(pin.name).partition("/")[2]):
        return "the name is to be replaced"
    if not pin.version:
        return "it has no tag"
    return "" if tag(pin.version) else f"the tag '{pin.version}' is no version"


def _hosted(name: str) -> str:
    """The name with the host and the folder that Docker adds: `docker.io/library/kong`."""
    host, _, path = name.partition("/")
    if not path or not ("." in host or ":" in host or host == "localhost"):
        host, path = HUB, name
    return f"{host}/{path}" if host != HUB or "/" in path else f"{host}/library/{path}"


def ask(request: Request, pins: Iterable[Pin]) -> Offers | ArchiveError:
    """What the source `request.url` offers for these pins, or why it does not tell."""
    try:
        if not request.url.startswith(PREFIX):
            return index(request, sorted({pin.name for pin in pins}))
        found = tags(request)
    except ArchiveError as fault:
        return fault
    return {"": tuple(Offer(name, request.url) for name in found)}


def offered(pin: Pin, offers: Offers) -> tuple[Offer, ...]:
    """The offers that concern the pin; a registry writes the plus of a version as underscore."""
    if "" not in offers:
        return offers.get(pin.name, ())
    if pin.kind == "image":
        return offers[""]
    return tuple(replace(o, version=o.version.replace("_", "+")) for o in offers[""])
