"""What the catalogue holds: rows, and options as blueprints. Read from files, never changed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from scaffold.model.release import CrdSource, Credential, Platform, Release, Setting, Slug


class Retirement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why an option can no longer be chosen."""

    date: str
    because: str
    successor: Slug


class Conflict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rare pair that no capability explains."""

    option: str
    """`row/option`."""
    because: str


class PerNode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every node gives up."""

    cpu_millicores: int = 0
    memory_mebibytes: int = 0


class Footprint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sum of requests as rendered with our values, on three nodes."""

    cpu_millicores: int = 0
    memory_mebibytes: int = 0
    per_node: PerNode = PerNode()


class Moved(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A path of the generated repository that was renamed."""

    before: str
    after: str


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a fact of the manifest was seen."""

    fact: str
    url: str
    seen: str


class Blueprint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One option of a row: `blueprint.yaml`, and the slice of a repository that lies beside it."""

    row: str = ""
    """From the path."""
    id: str = ""
    """From the path."""
    folder: Path = Path()
    """From the path."""
    title: str
    summary: str
    """At most 80 characters, and a verb."""
    homepage: str
    platforms: tuple[Platform | Literal["any"], ...] = ("any",)
    kubernetes: str = ""
    """Comparisons joined by blanks: `>=1.25 <1.38`; empty where every version will do."""
    releases: tuple[Release, ...] = ()
    crds: tuple[CrdSource, ...] = ()
    provides: Mapping[Slug, Mapping[Slug, str]] = {}
    """Capability -> fact -> text."""
    gates: Mapping[Slug, Slug | None] = {}
    """Capability -> the part that must be ready; None: nothing; absent: the last release."""
    settles: Mapping[Slug, int] = {}
    """Capability -> seconds, at the first time, until it can be used: its gate is ready sooner."""
    exclusive: tuple[Slug, ...] = ()
    """Capabilities of which a cluster holds one provider."""
    requires: tuple[Slug, ...] = ()
    """Capabilities that some chosen option must provide; installed after their gate."""
    wants: tuple[Slug, ...] = ()
    """Capabilities that are used, and waited for, where they are provided."""
    reads: tuple[Slug, ...] = ()
    """Capabilities whose facts are read where they are published; nothing is waited for."""
    conflicts: tuple[Conflict, ...] = ()
    config: tuple[Setting, ...] = ()
    secrets: tuple[Credential, ...] = ()
    moved: tuple[Moved, ...] = ()
    retired: Retirement | None = None
    barred: str = ""
    """Why an option that is not retired cannot be chosen yet; empty where it can."""
    smoke: tuple[str, ...] = ()
    """`Kind/namespace/name` of what must become ready."""
    footprint: Footprint = Footprint()
    images: tuple[str, ...] = ()
    """Every image, as rendered."""
    sources: tuple[Source, ...] = ()

    @property
    def ref(self) -> str:
        """`row/option`."""
        return f"{self.row}/{self.id}"

    @property
    def hoisted(self) -> frozenset[str]:
        """The parts that hold nothing but CRDs, and so go before every row."""
        first = (r.name for r in self.releases if r.first)
        return frozenset((*first, *(name for source in self.crds for name in source.names())))

    def gate(self, capability: str) -> str | None:
        """The part that must be ready before others may use the capability; None: nothing."""
        rows = [r.name for r in self.releases if not r.first]
        part = self.gates.get(capability, rows[-1] if rows else None)
        packed = {source.name: source.names()[source.parts - 1] for source in self.crds}
        return packed.get(part, part) if part else None

    def suits(self, platform: str) -> bool:
        """Whether the option makes sense on the platform."""
        return "any" in self.platforms or platform in self.platforms


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision: what is asked, why, and what can be answered."""

    id: str = ""
    """From the path."""
    title: str
    question: str
    why: str
    """One paragraph, shown on F1."""
    position: int
    source: Literal["checklist", "addition"]
    choice: Literal["one", "many"] = "one"
    ask: Literal["always", "when-wanted"] = "always"
    optional: bool = True
    default: Mapping[str, tuple[str, ...]] = {}
    """Platform, or `any` -> options; no entry: no recommendation; (): leave the row out."""
    options: tuple[Blueprint, ...] = ()

    def recommended(self, platform: str) -> tuple[str, ...] | None:
        """The options that are recommended on a platform; None where there is no recommendation."""
        return self.default.get(platform, self.default.get("any"))

    def find(self, option: str) -> Blueprint | None:
        """The option of that name."""
        return next((b for b in self.options if b.id == option), None)


class Catalogue(Struct, frozen=True):
    """All rows, by position."""

    rows: tuple[Row, ...]

    def blueprints(self) -> Iterator[Blueprint]:
        """Every option of every row, retired ones included."""
        return (blueprint for row in self.rows for blueprint in row.options)

    def row(self, row: str) -> Row | None:
        """The row of that name."""
        return next((r for r in self.rows if r.id == row), None)

    def find(self, ref: str) -> Blueprint | None:
        """The option that `row/option` names."""
        name, _, option = ref.partition("/")
        row = self.row(name)
        return row.find(option) if row else None
