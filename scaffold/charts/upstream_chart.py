"""A chart as far as values go: what its `values.yaml`, comments and schemas know."""

import io
import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.charts import archive
from scaffold.charts.documents import documents
from scaffold.charts.upstream_schema import allowed

HIDDEN = "_internal_defaults_do_not_set"
"""Istio's charts keep their values below this key."""
_FILE = re.compile(r"(?:charts/[^/]+/)*(?:Chart\.yaml|values\.yaml|values\.schema\.json)")
_COMMENTED = re.compile(rb"(?m)^\s*#[#\s-]*\"?([\w./-]+)\"?:")
Files = Mapping[str, bytes]
Schema = tuple[tuple[str, ...], Any]
"""The place that a schema speaks about, as folders of charts, and the schema."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What can be set, and where it runs."""

    values: Mapping[str, Any]
    """Those of the sub-charts below their names."""
    commented: frozenset[str]
    """Keys that stand commented out: known, without a default."""
    schemas: tuple[Schema, ...]
    kubernetes: str
    """`kubeVersion`; empty where every version will do."""

    def knows(self, path: tuple[str, ...]) -> bool:
        """Whether a key that has no default is one of the chart's all the same."""
        if path[-1] in self.commented:
            return True
        return any(
            allowed(schema, path[len(place) :], schema)
            for place, schema in self.schemas
            if path[: len(place)] == place and len(path) > len(place)
        )


def read(content: bytes, name: str) -> Chart:
    """Out of the archive `<chart>-<version>.tgz`. Raises ArchiveError (SC603 to SC606)."""
    archive.check(content, name)
    files = dict(_files(content))
    texts = [text for path, text in files.items() if path.endswith("values.yaml")]
    shown = {key.decode() for text in texts for key in _COMMENTED.findall(text)}
    about = _first(files, "Chart.yaml")
    return Chart(
        _defaults(files, ""),
        frozenset(shown),
        tuple(_schemas(files)),
        str(about.get("kubeVersion") or ""),
    )


def _files(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that are worth their bytes, by their path within the chart's folder."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as opened:
        for member in opened:
            path = member.name.removeprefix("./").partition("/")[2]
            if member.isfile() and _FILE.fullmatch(path):
                file = opened.extractfile(member)
                yield path, file.read() if file else b""


def _first(files: Files, path: str) -> dict[str, Any]:
    """The one object of a YAML file; empty where there is none. Raises ArchiveError (SC606)."""
    return next(documents(files.get(path, b""), path), {})


def _defaults(files: Files, base: str) -> dict[str, Any]:
    """The values of the chart in a folder, with those of its sub-charts."""
    own = _first(files, f"{base}values.yaml")
    hidden = own.get(HIDDEN)
    found = {**own, **(hidden if isinstance(hidden, dict) else {})}
    for folder, name in _subcharts(files, base):
        below = {"enabled": True, **_defaults(files, f"{base}charts/{folder}/")}
        found[name] = merged(below, found.get(name) or {})
    return found


def _subcharts(files: Files, base: str) -> Iterator[tuple[str, str]]:
    """Folder and name of each sub-chart; one may be there under several names."""
    start = f"{base}charts/"
    folders = {p.removeprefix(start).partition("/")[0] for p in files if p.startswith(start)}
    needed = _first(files, f"{base}Chart.yaml").get("dependencies")
    needed = [one for one in needed or () if isinstance(one, dict)]
    for folder in sorted(folders):
        names = [one.get("alias") or folder for one in needed if one.get("name") == folder]
        yield from ((folder, str(name)) for name in names or [folder])


def merged(below: Any, above: Any) -> Any:
    """Helm's way: maps are joined, everything else is replaced."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    both = {key: merged(below[key], above[key]) for key in below.keys() & above.keys()}
    return {**below, **above, **both}


def _schemas(files: Files) -> Iterator[Schema]:
    """Each schema with its place; one that cannot be read knows nothing."""
    for path in sorted(files):
        if path.endswith("values.schema.json"):
            place = tuple(part for part in path.split("/")[:-1] if part != "charts")
            try:
                yield place, json.loads(files[path])
            except (ValueError, RecursionError):
                continue
