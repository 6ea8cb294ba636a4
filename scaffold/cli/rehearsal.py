"""A rehearsal for a person: a live table while it runs, and the report at its end."""

import sys
from collections import Counter
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import click

from scaffold.rehearse import Installed, Progress, Report

COLOURS = {"waiting": "bright_black", "installing": "yellow", "ready": "green", "failed": "red"}

ORIGINS = {
    "archive": "the charts themselves",
    "rendered objects": "stand-ins of what the charts render, because the charts are not here",
    "our own": "stand-ins of our own, because the charts are not here",
}


class Table:
    """The releases of the first `up`: drawn over on a terminal, a line each elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.rows: dict[str, Progress] = {}
        self.live: Any = None

    def __enter__(self) -> "Table":
        if not self.quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            self.live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.live:
            self.live.stop()

    def say(self, text: str) -> None:
        """What begins now."""
        if self.live:
            self.live.console.print(text, style="bold", highlight=False)
        elif not self.quiet:
            click.echo(text, err=True)

    def tell(self, progress: Progress) -> None:
        """A release has another state, or has taken longer."""
        before = self.rows.get(progress.release)
        self.rows[progress.release] = progress
        if self.live:
            self.live.update(self._drawn(), refresh=True)
        elif self._settled(before, progress):
            line = f"  {progress.release:<32} {progress.state:<8} {progress.seconds:5.1f} s"
            click.echo(line, err=True)

    def _settled(self, before: Progress | None, now: Progress) -> bool:
        """Whether a line is worth printing where nothing is drawn."""
        new = before is None or before.state != now.state
        return not self.quiet and new and now.state in ("ready", "failed")

    def _drawn(self) -> Any:
        """The releases that are not ready come last, where the eye is."""
        from rich.table import Table as Drawn

        drawn = Drawn(box=None, pad_edge=False)
        for title in ("release", "state", "seconds", "waiting for"):
            drawn.add_column(title, no_wrap=True, overflow="ellipsis")
        order = {"ready": 0, "failed": 1, "waiting": 2, "installing": 3}
        most = max(5, self.live.console.height - 4)
        rows = sorted(self.rows.values(), key=lambda row: order[row.state])
        for row in rows[-most:]:
            seconds = f"{row.seconds:.1f}" if row.seconds else ""
            colour = COLOURS[row.state]
            drawn.add_row(row.release, row.state, seconds, row.waiting_for, style=colour)
        return drawn


def report_of(report: Report) -> str:
    """Everything a person wants to know of a rehearsal, on a page."""
    return "\n".join(
        (
            *_releases(report.releases),
            "",
            *_times(report),
            *_standins(report),
            *_faults(report),
            *_looks(report),
        )
    )


def _releases(releases: tuple[Installed, ...]) -> Iterator[str]:
    width = max((len(one.release) for one in releases), default=0) + 2
    yield f"{'release':<{width}}{'began':>7}{'took':>7}  waited for"
    for one in releases:
        mark = "" if one.state == "ready" else f"  {one.state.upper()}"
        waited = ", ".join(one.waits_for)
        yield (
            f"{one.release:<{width}}{one.began:>6.1f}s{one.seconds:>6.1f}s  {waited}{mark}"
        ).rstrip()


def _times(report: Report) -> Iterator[str]:
    ready = sum(one.state == "ready" for one in report.releases)
    slowest = max((one.seconds for one in report.releases), default=0.0)
    yield (
        f"{ready} of {len(report.releases)} releases deployed on Kubernetes"
        f" {report.kubernetes} in {report.up_seconds:.1f} s"
    )
    yield f"longest chain: {report.longest_seconds:.1f} s, {' -> '.join(report.longest_chain)}"
    yield f"slowest release: {slowest:.1f} s; control plane: {report.start_seconds:.1f} s"
    changed = f"changed {', '.join(report.changed)}" if report.changed else "changed nothing"
    yield f"second up: {report.again_seconds:.1f} s, {changed}"
    if report.destroy_seconds:
        how = " with --refresh" if report.refreshed else ""
        yield f"destroy{how}: {report.destroy_seconds:.1f} s"
    if report.kept:
        yield f"kept on purpose: {', '.join(report.kept)}, and the CRDs"


def _standins(report: Report) -> Iterator[str]:
    """What was installed in place of a chart that is not here."""
    for origin, count in sorted(Counter(report.archives.values()).items()):
        yield f"{count} archives: {ORIGINS[origin]}"
    for release, left in report.left_out.items():
        yield f"the stand-in of {release} lacks {', '.join(left)}"


def _faults(report: Report) -> Iterator[str]:
    for refusal in report.refusals:
        where = " ".join(word for word in (refusal.release, refusal.object) if word)
        yield f"REFUSED {where}: {refusal.reason}"
    for left in report.leftovers:
        yield f"LEFT OVER {left}"
    if report.hooks:
        yield f"left by hooks of charts, as upstream made them: {', '.join(report.hooks)}"
    for line in report.remedies:
        yield f"destroy ended only after: {line}"
    yield "" if report.look else ("All went well." if report.ok else "Not everything went well.")


def _looks(report: Report) -> Iterator[str]:
    if report.look:
        yield "The cluster is still there:"
        yield from (f"  {line}" for line in report.look)
