"""A chart out of an OCI registry: the four requests of the distribution API.

Manifest, token if the registry wants one, manifest again, layer.
Source: https://github.com/opencontainers/distribution-spec, and Helm's media type for charts.
"""

import json
import re
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, TypeVar

from scaffold.charts.fault import ArchiveError
from scaffold.charts.fetch import ADDRESS, LOOPBACK, Request, StatusError, fetch

T = TypeVar("T")
PREFIX = "oci://"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
_CHALLENGE = re.compile(r'(\w+)="([^"]*)"')
_HOSTS = {"docker.io": "registry-1.docker.io"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A chart in a registry, without its tag."""

    base: str
    """`https://ghcr.io`."""
    path: str
    """`traefik/helm/traefik`."""

    @classmethod
    def of(cls, text: str) -> "Reference":
        """Out of `oci://host/path/chart`. Raises ArchiveError (SC601)."""
        host, _, path = text.removeprefix(PREFIX).partition("/")
        if not host or not path:
            raise ArchiveError("SC601", f"cannot be downloaded: '{text}' names no chart", ADDRESS)
        local = urllib.parse.urlsplit(f"//{host}").hostname in LOOPBACK
        return cls(f"{'http' if local else 'https'}://{_HOSTS.get(host, host)}", path)

    def url(self, kind: str, name: str) -> str:
        """The address of a manifest or a blob."""
        return f"{self.base}/v2/{self.path}/{kind}/{name}"


def tag(version: str) -> str:
    """A tag cannot hold the plus of a version: Helm writes an underscore."""
    return version.replace("+", "_")


def pull(request: Request, version: str) -> bytes:
    """The chart that `request.url` names. Raises ArchiveError (SC601, SC602, SC605)."""
    reference = Reference.of(request.url)
    url = reference.url("manifests", tag(version))
    asked = replace(request, url=url, headers={"Accept": MANIFEST}, arrived=lambda _: None)
    asked, manifest = authorized(asked, fetch)
    digest = _layer(manifest, request.url)
    layer = replace(request, url=reference.url("blobs", digest), headers=_token(asked, reference))
    content = fetch(layer)
    got = f"sha256:{sha256(content).hexdigest()}"
    if got != digest:
        what = f"sum differs: the manifest says '{digest}', the layer has '{got}'"
        raise ArchiveError("SC602", what, "Tell the registry's owners.")
    return content


def authorized(asked: Request, ask: Callable[[Request], T]) -> tuple[Request, T]:
    """The answer, and the request that it came to: with a token where the registry wants one.

    The token goes to the address that refused, and to no other.
    """
    try:
        return asked, ask(asked)
    except StatusError as refused:
        plain = replace(asked, url=refused.final)
        again = replace(plain, headers={**asked.headers, **_authorization(plain, refused)})
    return again, ask(again)


def _token(asked: Request, reference: Reference) -> dict[str, str]:
    """The token, where it was given for the reference's own host."""
    own = urllib.parse.urlsplit(asked.url).netloc == urllib.parse.urlsplit(reference.base).netloc
    return {k: v for k, v in asked.headers.items() if k == "Authorization" and own}


def _authorization(asked: Request, refused: StatusError) -> dict[str, str]:
    """The header with an anonymous token. Raises the refusal again where none is offered."""
    offered = {k.lower(): v for k, v in refused.headers.items()}.get("www-authenticate", "")
    terms = dict(_CHALLENGE.findall(offered))
    realm = terms.pop("realm", "")
    if refused.status != 401 or not offered.lower().startswith("bearer ") or not realm:
        raise refused
    query = urllib.parse.urlencode({k: v for k, v in terms.items() if k in ("service", "scope")})
    answer = _parsed(fetch(replace(asked, url=f"{realm}?{query}", headers={})))
    token = answer.get("token") or answer.get("access_token")
    if not isinstance(token, str):
        raise refused
    return {"Authorization": f"Bearer {token}"}


def _layer(manifest: bytes, url: str) -> str:
    """The digest of the one layer that is a chart."""
    layers = _parsed(manifest).get("layers")
    for layer in layers if isinstance(layers, list) else ():
        if isinstance(layer, dict) and layer.get("mediaType") == CHART:
            digest = str(layer.get("digest"))
            if re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
                return digest
    raise ArchiveError("SC601", f"cannot be downloaded: '{url}' is not a chart", ADDRESS)


def _parsed(content: bytes) -> dict[str, Any]:
    """A JSON object; anything else counts as empty."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
