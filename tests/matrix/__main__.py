"""`make matrix`: run what can be run, and write `docs/MATRIX.md`."""

import sys
import tempfile
from pathlib import Path

from scaffold.catalogue import load
from scaffold.data import folder
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.rehearse import toolchain
from tests.matrix import levels, page
from tests.matrix.cover import roads
from tests.matrix.drive import Shown, course, drive
from tests.matrix.files import checked
from tests.selections import choosable


def main() -> int:
    """All levels; what fails is told, and stands in the document."""
    catalogue = load(folder("blueprints"))
    with tempfile.TemporaryDirectory(prefix="scaffold-matrix-") as place:
        home = Path(place)
        shown = _engine(catalogue, home)
        bad = levels.rendered(catalogue, home / "alone", folder("templates"))
        known = {b.ref: _wrong(b, home) for b in choosable(catalogue)}
    offered = frozenset(o for row in catalogue.rows for o in levels.offered(catalogue, row))
    found = page.Found(
        levels={
            "W": offered,
            "R": frozenset(b.ref for b in choosable(catalogue)) - frozenset(bad),
            "V": frozenset(ref for ref, wrong in known.items() if wrong == []),
            "A": frozenset(r for one in shown for r in one.accepted),
            "U": frozenset(r for one in shown for r in one.installed),
            "S": frozenset(r for one in shown for r in one.switched),
        },
        kubernetes=shown[0].kubernetes,
        lines=[line for one in shown for line in one.lines],
        faults=[
            *(fault for one in shown for fault in one.faults),
            *(f"{ref}: its generated tests fail" for ref in bad),
            *(f"{ref}: {one}" for ref, wrong in known.items() for one in wrong or ()),
        ],
        bare=frozenset(ref for ref, wrong in known.items() if wrong is None),
    )
    page.write(catalogue, found)
    print(page.sums(catalogue, found), end="")
    return 1 if found.faults else 0


def _engine(catalogue: Catalogue, home: Path) -> list[Shown]:
    tools = toolchain.find()
    found = []
    for platform, selections in roads(catalogue).items():
        place = home / platform
        place.mkdir()
        found.append(drive(platform, course(selections), tools, place))
    return found


def _wrong(b: Blueprint, home: Path) -> list[str] | None:
    """What is wrong with values and files; None where there are none that something can read."""
    return levels.keys(b) if b.releases else checked(b, home / "files")


if __name__ == "__main__":
    sys.exit(main())
