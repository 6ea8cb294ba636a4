"""`scaffold check`: every rule on the catalogue, and what upstream offers instead."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.data import folder
from scaffold.errors import CatalogueError

if TYPE_CHECKING:
    from scaffold.charts.upstream import Silence, Survey
    from scaffold.charts.upstream_finding import Finding
    from scaffold.charts.upstream_source import Pin
    from scaffold.model.blueprint import Catalogue


@click.command("check")
@click.option(
    "--blueprints",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Another catalogue than this scaffold's own.",
)
@click.option("--upstream", is_flag=True, help="Ask upstream what is newer, gone or deprecated.")
@click.option("--row", help="With --upstream: only the options of this row.")
@click.option("--json", "as_json", is_flag=True, help="With --upstream: print it as data.")
def command(blueprints: Path | None, upstream: bool, row: str | None, as_json: bool) -> int:
    """Read every manifest and template, and tell everything that is wrong.

    With --upstream, ask chart repositories and registries about every chart and image, too; the
    exit code is 1 where something is behind or gone, or a source does not answer.
    """
    from scaffold.catalogue import check, load

    if not upstream and (row or as_json):
        raise click.UsageError("--row and --json go with --upstream.")
    rows = load(blueprints or folder("blueprints"))
    problems = check(rows, folder("templates"))
    if problems:
        raise CatalogueError(problems)
    if upstream:
        return _upstream(rows, row, as_json)
    options = list(rows.blueprints())
    open_ = [b for b in options if not b.retired and not b.barred]
    click.echo(f"{len(rows.rows)} rows, {len(options)} options, {len(open_)} to choose: no problem")
    return 0


def _upstream(rows: "Catalogue", row: str | None, as_json: bool) -> int:
    """Ask about the options, and tell; 1 where anything is found or not answered."""
    from scaffold.cli.listing import row_of
    from scaffold.cli.upstream import ask

    chosen = row_of(rows, row)
    click.echo("Asking chart repositories and registries.", err=True)
    told = ask(rows, chosen.options if chosen else list(rows.blueprints()))
    if as_json:
        click.echo(json.dumps(_data(told)))
    else:
        _tell(told)
    return 1 if told.found or told.silent else 0


def _tell(told: "Survey") -> None:
    """What was found, by option; whom nobody could ask; who did not answer; how many."""
    for found in told.found:
        for line in _lines(found):
            click.echo(line)
    for pin, reason in told.unasked:
        click.echo(f"{_named(pin)}: not asked, {reason}")
    for silence in told.silent:
        level = click.style("WARN", fg="yellow")
        click.echo(f"{level} SC616 {silence.source}: {silence.reason} ({_hangs(silence)})")
    click.echo(_count(told))


def _lines(found: "Finding") -> list[str]:
    """`row/option  chart X 1.2.3 -> 1.4.0 (minor)`, and what changes, indented."""
    whats = [change.what for change in found.changes]
    if found.newest:
        head = f"{_named(found.pin)} -> {found.newest} ({found.step})"
        return [head, *(f"    {what}" for what in whats)]
    return [f"{_named(found.pin)}: {', '.join(whats)}"]


def _named(pin: "Pin") -> str:
    return f"{pin.option}  {pin.kind} {pin.name} {pin.version}".rstrip()


def _hangs(silence: "Silence") -> str:
    count = len(silence.unanswered)
    return "1 answer is missing" if count == 1 else f"{count} answers are missing"


def _count(told: "Survey") -> str:
    """The last line; the codes are those that `scaffold explain` knows."""
    behind = sum(1 for found in told.found if found.newest)
    gone = sum(1 for found in told.found if "SC613" in {c.code for c in found.changes})
    return (
        f"{len(told.asked)} asked: {behind} behind (SC612), {gone} gone or deprecated (SC613);"
        f" {len(told.unasked)} not asked, {len(told.silent)} sources without answer (SC616)"
    )


def _data(told: "Survey") -> dict[str, Any]:
    """The same as data."""
    return {
        "asked": len(told.asked),
        "found": [_found(found) for found in told.found],
        "not_asked": [{**_pin(pin), "reason": reason} for pin, reason in told.unasked],
        "silent": [
            {
                "code": "SC616",
                "source": silence.source,
                "reason": silence.reason,
                "unanswered": [_pin(pin) for pin in silence.unanswered],
            }
            for silence in told.silent
        ],
    }


def _found(found: "Finding") -> dict[str, Any]:
    behind = ["SC612"] if found.newest else []
    return {
        **_pin(found.pin),
        "newest": found.newest or None,
        "step": found.step or None,
        "archive": found.archive or None,
        "codes": sorted({*behind, *(change.code for change in found.changes)}),
        "changes": [{"code": c.code, "what": c.what} for c in found.changes],
    }


def _pin(pin: "Pin") -> dict[str, str]:
    return {"option": pin.option, "kind": pin.kind, "name": pin.name, "version": pin.version}
