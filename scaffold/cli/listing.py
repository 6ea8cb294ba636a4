"""`scaffold list [ROW]`: the catalogue on a page."""

import click

from scaffold.cli import stages
from scaffold.model.blueprint import Blueprint, Catalogue, Row


@click.command("list")
@click.argument("row", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as data.")
def command(row: str | None, as_json: bool) -> int:
    """List the rows with their options, or the options of one ROW."""
    rows = stages.catalogue()
    chosen = row_of(rows, row)
    if as_json:
        import json

        listed = [chosen] if chosen else rows.rows
        click.echo(json.dumps({r.id: [_data(b) for b in r.options] for r in listed}))
    elif chosen:
        page(chosen)
    else:
        width = max(len(each.title) for each in rows.rows)
        for each in rows.rows:
            names = ", ".join(_name(b) for b in each.options)
            click.echo(f"{each.position:>2} {each.title:<{width}}  {names}")
    return 0


def row_of(rows: Catalogue, name: str | None) -> Row | None:
    """The row of that name, or a usage error with the name that was probably meant."""
    if name is None or rows.row(name):
        return rows.row(name) if name else None
    from difflib import get_close_matches

    near = get_close_matches(name, [r.id for r in rows.rows], 1)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    raise click.UsageError(f"No such row '{name[:50]}'.{meant}")


def _name(b: Blueprint) -> str:
    return f"({b.id})" if b.retired or b.barred else b.id


def page(row: Row) -> None:
    """One row with its options, for a person."""
    click.echo(f"{row.title}\n\n{row.why}\n")
    for b in row.options:
        if b.retired:
            note = f"retired {b.retired.date}; use {b.retired.successor}"
        else:
            note = b.barred or b.summary
        click.echo(f"  {b.id:<22} {note}")


def _data(b: Blueprint) -> dict[str, object]:
    return {
        "option": b.id,
        "title": b.title,
        "summary": b.summary,
        "platforms": b.platforms,
        "retired": b.retired.date if b.retired else None,
        "not_offered": b.barred or None,
        "charts": [f"{r.chart} {r.version}" for r in b.releases],
        "cpu_millicores": b.footprint.cpu_millicores,
        "memory_mebibytes": b.footprint.memory_mebibytes,
    }
