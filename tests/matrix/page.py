"""`docs/MATRIX.md`, and its sums in the README."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scaffold.model.blueprint import Blueprint, Catalogue
from tests.matrix.cover import installs
from tests.matrix.levels import LEVELS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "MATRIX.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- matrix -->\n", "<!-- /matrix -->\n"


@dataclass(frozen=True, slots=True)
class Found:
    """What the run has found out: level -> the options that reached it."""

    levels: Mapping[str, frozenset[str]]
    kubernetes: str
    lines: Sequence[str]
    faults: Sequence[str]
    bare: frozenset[str] = frozenset()
    """The options with neither a chart nor a file of their own that a vendor has rules for."""


def page(catalogue: Catalogue, found: Found) -> str:
    """The whole document."""
    head = [
        "# How far every option was carried",
        "",
        "Written by `make matrix`, which runs it; nothing here is written by hand.",
        "",
        *(f"- **{level}**: {meaning}" for level, meaning in LEVELS.items()),
        "",
        "`·`: the level does not apply. What the engine runs are stand-ins packed from the objects",
        "that the real charts render, with simulated pods.",
        "",
        f"Seen on {date.today().isoformat()}, on Kubernetes {found.kubernetes}.",
        "",
        sums(catalogue, found).rstrip(),
    ]
    for row in catalogue.rows:
        head += ["", f"## {row.title}", "", f"| Option | {' | '.join(LEVELS)} | Charts |"]
        head += [f"|---{'|:-:' * len(LEVELS)}|---|"]
        head += [_line(b, found) for b in row.options]
    head += ["", "## Runs", "", *(f"- {line}" for line in found.lines)]
    head += ["", "## Faults seen", ""]
    head += [f"- {line}" for line in found.faults] or ["None."]
    return "\n".join(head) + "\n"


def _line(b: Blueprint, found: Found) -> str:
    if b.retired:
        marks, note = ["-"] * len(LEVELS), f"retired {b.retired.date}; use {b.retired.successor}"
    elif b.barred:
        marks, note = ["-"] * len(LEVELS), f"greyed: {b.barred}"
    else:
        marks = [mark(b, level, found) for level in LEVELS]
        note = ", ".join(f"{r.chart} {r.version}" for r in b.releases)
    return f"| `{b.id}` | {' | '.join(marks)} | {note} |"


def mark(b: Blueprint, level: str, found: Found) -> str:
    """Reached, not reached, or not applicable."""
    if b.ref in found.bare if level == "V" else level in "AUS" and not installs(b):
        return "·"
    return "✓" if b.ref in found.levels[level] else "-"


def sums(catalogue: Catalogue, found: Found) -> str:
    """How many options reached each level, of those it applies to."""
    open_ = [b for b in catalogue.blueprints() if not b.retired and not b.barred]
    cells = []
    for level in LEVELS:
        marks = [mark(b, level, found) for b in open_]
        cells.append(f"{level} {marks.count('✓')} of {len(marks) - marks.count('·')}")
    return f"{len(open_)} options: {', '.join(cells)}.\n"


def write(catalogue: Catalogue, found: Found) -> None:
    """The document, and the line of sums between its marks in the README."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(catalogue, found), "utf-8")
    text = README.read_text("utf-8")
    assert BEGIN in text
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}{sums(catalogue, found)}{END}{after}", "utf-8")
