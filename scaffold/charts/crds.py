"""CRDs out of a chart or a file, as texts that Helm renders to exactly these objects."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scaffold.charts import archive
from scaffold.charts.documents import documents
from scaffold.charts.fault import ArchiveError

KIND = "CustomResourceDefinition"
KEEP = {"helm.sh/resource-policy": "keep"}
SUFFIXES = (".yaml", ".yml", ".json")
_HINT = "Compare the option's 'crds' with upstream."
_FOLDER = re.compile(r"(charts/[^/]+/)?crds/")
_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
Texts = Mapping[str, bytes]
"""File -> text: `{"ingressroutes.traefik.io.json": b"{…}"}`."""


def of_chart(content: bytes, name: str) -> Texts:
    """The CRDs of a chart's `crds/` and of its sub-charts'; else those of its plain `templates/`.

    A chart that holds nothing but CRDs often keeps them in `templates/`.
    Raises ArchiveError: SC603 to SC606, SC609.
    """
    found = archive.files(content, name, _wanted)
    folders = {path: text for path, text in found.items() if _FOLDER.match(path)}
    own = sorted(folders, key=lambda path: (path.startswith("charts/"), path))
    crds = _named(_crds(documents(folders[path], path)) for path in own)
    crds = crds or _named(_plain(found[path], path) for path in sorted(set(found) - set(folders)))
    if not crds:
        raise ArchiveError("SC609", f"no CRD is in crds/ or templates/ of '{name}'", _HINT)
    return crds


def of_file(content: bytes) -> Texts:
    """The CRDs of a file. Raises ArchiveError (SC606, SC609)."""
    crds = _named([_crds(documents(content, "the file"))])
    if not crds:
        raise ArchiveError("SC609", "no CRD is in the file", _HINT)
    return crds


def others(content: bytes) -> Texts:
    """The objects of a file that are not CRDs. Raises ArchiveError (SC606, SC609)."""
    found = [d for d in documents(content, "the file") if d.get("kind") not in (None, KIND)]
    if not found:
        raise ArchiveError("SC609", "no other objects than CRDs are in the file", _HINT)
    return {f"{str(d['kind']).lower()}-{_name(d)}.json": text(d) for d in found}


def _wanted(path: str) -> bool:
    inside = _FOLDER.match(path) or path.startswith("templates/")
    return bool(inside) and path.endswith(SUFFIXES)


def _plain(content: bytes, path: str) -> Iterable[dict[str, Any]]:
    """The CRDs of a template that has no actions; one with actions cannot be read unrendered."""
    if b"{{" not in content:
        return _crds(documents(content, path))
    if re.search(rb"^kind:\s*[\"']?CustomResourceDefinition", content, re.MULTILINE):
        raise ArchiveError("SC609", f"the CRD in '{path}' is a template with actions", _HINT)
    return ()


def _crds(found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The CRDs, without status, never to be deleted by Helm."""
    for one in found:
        if one.get("kind") == KIND:
            metadata = dict(one.get("metadata") or {})
            metadata["annotations"] = {**(metadata.get("annotations") or {}), **KEEP}
            yield {**{k: v for k, v in one.items() if k != "status"}, "metadata": metadata}


def _named(groups: Iterable[Iterable[dict[str, Any]]]) -> Texts:
    """The first of each name."""
    named: dict[str, bytes] = {}
    for group in groups:
        for one in group:
            named.setdefault(f"{_name(one)}.json", text(one))
    return named


def _name(one: Mapping[str, Any]) -> str:
    metadata = one.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:-]*", name):
        raise ArchiveError("SC606", f"an object has no name that serves: '{name}'", _HINT)
    return name.replace(":", "-")


def text(one: Mapping[str, Any]) -> bytes:
    """JSON that is YAML as well and no template: `{{` and rare characters are escaped."""
    plain = json.dumps(one, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    plain = plain.replace("{{", "\\u007b\\u007b")
    return _RAW.sub(lambda m: f"\\u{ord(m[0]):04x}", plain).encode() + b"\n"
