"""Rendered objects of a real chart, as texts at the places that its templates have in the chart.

Nothing is parsed and written again: the API server reads what the chart's own template rendered.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffold.rehearse.archive import Texts, literal

CRD = "CustomResourceDefinition"
_SPLIT = re.compile(r"^---[ \t]*(?:#.*)?$", re.MULTILINE)
_SOURCE = re.compile(r"^# Source: [^/\n]+/(\S+)", re.MULTILINE)
_KIND = re.compile(r"^kind:\s*[\"']?(\w+)", re.MULTILINE)
_GROUP = re.compile(r"^apiVersion:\s*[\"']?([\w.-]+)(/?)", re.MULTILINE)
_CRD_GROUP = re.compile(r"^ {1,4}group:\s*[\"']?([\w.-]+)", re.MULTILINE)
_CRD_KIND = re.compile(r"^ {2,8}kind:\s*[\"']?(\w+)", re.MULTILINE)
_NAME = re.compile(r"^metadata:\n(?:[ ]+.*\n|#.*\n)*?  name:\s*[\"']?([\w.:-]+)", re.MULTILINE)
_FLOW_GROUP = re.compile(r"^spec: *\{.*?\"group\": *\"([\w.-]+)\"", re.MULTILINE)
_FLOW_KIND = re.compile(r"^spec: *\{.*?\"names\": *\{[^{}]*?\"kind\": *\"(\w+)\"", re.MULTILINE)
_FLOW_NAME = re.compile(r"^metadata: *\{.*?\"name\": *\"([\w.:-]+)\"", re.MULTILINE)
_FLOW_NOTES = re.compile(r"^(metadata: *\{.*?\"annotations\": *\{)", re.MULTILINE)
_FLOW = re.compile(r"^(metadata: *\{)", re.MULTILINE)
"""Some charts print their CRDs as JSON behind `metadata:` and `spec:`."""
_METADATA = re.compile(r"^metadata:\n", re.MULTILINE)
_ANNOTATIONS = re.compile(r"^metadata:\n(?:  .*\n)*?  annotations:\n", re.MULTILINE)
_INSIDE = re.compile(r"(charts/[^/]+/)*crds/")
KEEP_FLOW = '"helm.sh/resource-policy":"keep"'
KEEP = "    helm.sh/resource-policy: keep\n"
Kind = tuple[str, str]
"""Group and kind: `("cert-manager.io", "Issuer")`; the group is empty for the core."""


@dataclass(frozen=True, slots=True)
class Object:
    """One rendered object."""

    path: str
    """Of its template within the chart: `templates/a.yaml`, `charts/crds/crds/b.yaml`."""
    text: str

    @property
    def kind(self) -> Kind:
        """Group and kind."""
        group = _GROUP.search(self.text)
        kind = _KIND.search(self.text)
        return (group[1] if group and group[2] else "", kind[1] if kind else "")

    @property
    def name(self) -> str:
        """Of its metadata; empty where there is none."""
        found = _NAME.search(self.text) or _FLOW_NAME.search(self.text)
        return found[1] if found else ""

    @property
    def defines(self) -> Kind | None:
        """The kind that a CRD defines; None where it is no CRD."""
        if self.kind[1] != CRD:
            return None
        group = _CRD_GROUP.search(self.text) or _FLOW_GROUP.search(self.text)
        kind = _CRD_KIND.search(self.text) or _FLOW_KIND.search(self.text)
        return (group[1], kind[1]) if group and kind else None

    @property
    def in_folder(self) -> bool:
        """Whether Helm installs it from a `crds/` folder: once, and never again."""
        return folder_of_crds(self.path)


def folder_of_crds(path: str) -> bool:
    """Whether a file lies in a `crds/` folder of a chart or of a sub-chart."""
    return bool(_INSIDE.match(path))


def in_folders(texts: Texts) -> Iterator[Object]:
    """The objects of a chart's `crds/` folders."""
    for path, text in texts.items():
        if folder_of_crds(path):
            found = objects(text.decode("utf-8", "replace"))
            yield from (Object(path, one.text) for one in found)


def manifest(folder: Path, release: str, option: str) -> Path | None:
    """The rendered objects that suit best: of the option, else of the release, else the first.

    Files are called `<row>.<option>.<release>.yaml`; `option` is `row/option`.
    """
    found = sorted((folder / "manifests").glob("*.yaml"))
    wanted = option.replace("/", ".")

    def fit(path: Path) -> tuple[bool, bool]:
        return path.name.startswith(f"{wanted}."), path.name.endswith(f".{release}.yaml")

    return max(found, key=fit, default=None)


def objects(text: str) -> Iterator[Object]:
    """The objects of what `helm template` has printed, in its order."""
    path = "templates/objects.yaml"
    for document in _SPLIT.split(text):
        named = _SOURCE.search(document)
        path = named[1] if named else path
        if _KIND.search(document):
            yield Object(path, document.strip("\n") + "\n")


def chart(found: Iterable[Object]) -> Texts:
    """The files of a chart that renders these objects: templates escaped, CRD folders as is."""
    files: dict[str, list[str]] = defaultdict(list)
    for one in found:
        files[one.path].append(one.text if one.in_folder else literal(one.text))
    return {path: "---\n".join(texts).encode() for path, texts in files.items()}


def kept(crd: str) -> str:
    """A CRD with the annotation that keeps Helm from deleting it."""
    if _ANNOTATIONS.search(crd):
        return _ANNOTATIONS.sub(lambda m: m[0] + KEEP, crd, count=1)
    flow = KEEP_FLOW + "," if _FLOW_NOTES.search(crd) else f'"annotations":{{{KEEP_FLOW}}},'
    crd = (_FLOW_NOTES if _FLOW_NOTES.search(crd) else _FLOW).sub(rf"\1{flow}", crd, count=1)
    return _METADATA.sub(f"metadata:\n  annotations:\n{KEEP}", crd, count=1)


def named(texts: Mapping[str, str]) -> Texts:
    """A sub-chart of these texts: Helm keeps its templates out of the release's Secret."""
    return {f"charts/objects/templates/{k}": literal(v).encode() for k, v in texts.items()}
