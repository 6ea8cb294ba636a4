"""Archives for what `charts.lock` names where the real ones are not there.

In this order: the repository's own archive; one of the folder that SCAFFOLD_CHARTS names; one
packed from the rendered objects of the real chart; one of our own, with what must become ready.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from hashlib import sha256
from pathlib import Path
from typing import Literal

from scaffold.model.blueprint import Blueprint
from scaffold.model.plan import Packed, Plan
from scaffold.model.release import Release
from scaffold.rehearse import graph, kinds, own
from scaffold.rehearse.archive import pack, texts
from scaffold.rehearse.manifests import (
    Kind,
    Object,
    chart,
    folder_of_crds,
    in_folders,
    kept,
    manifest,
    named,
    objects,
)

Origin = Literal["archive", "rendered objects", "our own"]
CHARTS_FOLDER = "SCAFFOLD_CHARTS"
API_SERVICE: Kind = ("apiregistration.k8s.io", "APIService")
"""No pod answers here, and while an API does not answer no namespace can be deleted."""


@dataclass(slots=True)
class Packer:
    """Puts an archive for every release of a plan into `charts/`, and says where it comes from."""

    plan: Plan
    root: Path
    """A copy of the generated repository."""
    rendered: Path
    """The folder of rendered objects: `<chart>-<version>/manifests/`; it need not exist."""
    origins: dict[str, Origin] = field(default_factory=dict)
    """Archive -> where it comes from."""
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Release -> objects of kinds that nothing it waits for defines, or that the program makes (the
    rendered objects are those of other values), and APIs that a pod would have to answer."""
    written: set[str] = field(default_factory=set)
    """Archives that were not in the repository."""
    known: dict[str, frozenset[Kind]] = field(default_factory=dict)
    """Release -> the kinds that its stand-in defines."""

    def pack(self) -> Mapping[Kind, str]:
        """Write every archive that is missing, and `charts.sum`; kinds that nothing defines.

        Those are to be there before the program runs: kind -> version.
        """
        (self.root / "charts").mkdir(exist_ok=True)
        for packed in self.plan.packed:
            if not self._file(packed.name, packed.version):
                self._crds(packed)
        waiting = graph.waits(self.plan)
        releases = {r.name: (b, r) for b in self.plan.blueprints for r in b.releases}
        for name in _order(waiting, releases):
            blueprint, release = releases[name]
            if not self._file(release.chart, release.version):
                self._release(blueprint, release, graph.behind(name, waiting))
        self._sums()
        used = kinds.of_program(self.root)
        there = frozenset[Kind]().union(*self.known.values(), self._archived(used))
        return {kind: used[kind] for kind in kinds.missing(used, there)}

    def _file(self, name: str, version: str) -> bool:
        """Whether the archive is there, or in the folder of real ones: then it is copied."""
        target = self.root / "charts" / f"{name}-{version}.tgz"
        given = os.environ.get(CHARTS_FOLDER)
        source = Path(given, target.name) if given else target
        if not target.exists() and source.is_file():
            target.write_bytes(source.read_bytes())
            self.written.add(target.name)
        if target.exists():
            self.origins.setdefault(target.name, "archive")
        return target.exists()

    def _write(self, name: str, version: str, texts: Mapping[str, bytes], origin: Origin) -> None:
        file = f"{name}-{version}.tgz"
        (self.root / "charts" / file).write_bytes(pack(name, version, texts))
        self.origins[file] = origin
        self.written.add(file)

    def _release(self, blueprint: Blueprint, release: Release, behind: frozenset[str]) -> None:
        """The stand-in of a chart: of its rendered objects, else of our own."""
        folder = self.rendered / f"{release.chart}-{release.version}"
        path = manifest(folder, release.name, blueprint.ref)
        if path is None:
            smoke = list(own.smoke(release, blueprint))
            self._write(release.chart, release.version, own.texts(release, smoke), "our own")
            return
        elsewhere = frozenset[Kind]().union(*self.known.values())
        ours = kinds.made(self.root, blueprint.ref)
        found = [o for o in objects(path.read_text("utf-8")) if o.defines not in elsewhere]
        self.known[release.name] = _defined(o for o in found if not o.in_folder)
        there = [self.known.get(name, frozenset()) for name in (release.name, *behind)]
        foreign = kinds.missing((o.kind for o in found), frozenset[Kind]().union(*there))
        absent = {*foreign, API_SERVICE}
        out = [o for o in found if o.kind in absent or (o.kind[1], o.name) in ours]
        if out:
            self.left_out[release.name] = tuple(sorted(f"{o.kind[1]}/{o.name}" for o in out))
        whole = chart(o for o in found if o not in out)
        self._write(release.chart, release.version, whole, "rendered objects")

    def _crds(self, packed: Packed) -> None:
        """The stand-in of CRDs that would be packed when vendoring."""
        crds, origin = self._sources(packed)
        mine = {n: t for n, t in crds.items() if _part(n, packed.parts) == max(packed.part, 1)}
        self.known[packed.name] = _defined(Object("", _yaml(text)) for text in mine.values())
        if packed.part == 0 or not mine:
            mine = {"stand-in.json": json.dumps(_map(packed.name))}
            self.known[packed.name] = frozenset()
        self._write(packed.name, packed.version, named(mine), origin)

    def _sources(self, packed: Packed) -> tuple[Mapping[str, str], Origin]:
        """The CRDs by name, and where they come from."""
        if not packed.origin:
            return kinds.of_file(packed.archive), "our own"
        for text, origin in self._charts(packed.origin):
            crds = [o for o in text if o.defines]
            found = [o for o in crds if o.in_folder] or crds
            if found:
                return {f"{'.'.join(o.defines or ())}.yaml": kept(o.text) for o in found}, origin
        return {}, "our own"

    def _charts(self, file: str) -> Iterator[tuple[list[Object], Origin]]:
        """What there is of a chart: the `crds/` of its archive, then its rendered objects."""
        given = os.environ.get(CHARTS_FOLDER)
        for folder in [self.root / "charts", *([Path(given)] if given else [])]:
            if (folder / file).is_file():
                inside = texts((folder / file).read_bytes())
                yield list(in_folders(inside)), "archive"
        rendered = self.rendered / file.removesuffix(".tgz") / "manifests"
        for path in sorted(rendered.glob("*.yaml")):
            yield list(objects(path.read_text("utf-8"))), "rendered objects"

    def _archived(self, used: Mapping[Kind, str]) -> Iterator[Kind]:
        """Of the kinds in use, those that a real archive seems to define."""
        for file, origin in self.origins.items():
            if origin == "archive":
                inside = texts((self.root / "charts" / file).read_bytes())
                own_ = [text for path, text in inside.items() if not folder_of_crds(path)]
                yield from (kind for kind in used if any(_speaks(text, kind) for text in own_))

    def _sums(self) -> None:
        """`charts.sum`, as `sha256sum` prints it: the user's lines stay where we wrote nothing."""
        path = self.root / "charts.sum"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        theirs = {line.rpartition("/")[2]: line for line in lines}
        for archive in sorted((self.root / "charts").glob("*.tgz")):
            if archive.name not in theirs or archive.name in self.written:
                digest = sha256(archive.read_bytes()).hexdigest()
                theirs[archive.name] = f"{digest}  charts/{archive.name}"
        path.write_text("".join(f"{theirs[name]}\n" for name in sorted(theirs)), "utf-8")


def _order(waiting: graph.Waits, releases: Mapping[str, object]) -> Iterator[str]:
    """Releases, those that others wait for first."""
    return (name for name in TopologicalSorter(waiting).static_order() if name in releases)


def _defined(found: Iterator[Object]) -> frozenset[Kind]:
    return frozenset(kind for one in found if (kind := one.defines))


def _speaks(text: bytes, kind: Kind) -> bool:
    """Whether a template is a CRD of that group and kind, as far as one sees unrendered."""
    words = (b"CustomResourceDefinition", kind[0].encode(), kind[1].encode())
    return all(word in text for word in words)


def _part(name: str, parts: int) -> int:
    return int(sha256(name.encode()).hexdigest(), 16) % parts + 1


def _map(name: str) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"{name}-stand-in"}}


def _yaml(text: str) -> str:
    """JSON of our own in lines, for patterns that look for the beginnings of lines."""
    if not text.startswith("{"):
        return text
    one = json.loads(text)
    group, kind = one["spec"]["group"], one["spec"]["names"]["kind"]
    return f"kind: {one['kind']}\nspec:\n  group: {group}\n  names:\n    kind: {kind}\n"
