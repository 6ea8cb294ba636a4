"""`scaffold explain CODE | ROW | ROW/OPTION`: one thing, in full."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator

import click

from scaffold.cli import stages
from scaffold.cli.codes import CODES
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.release import Setting

_CODE = re.compile(r"(?:SC)?(\d{3})", re.IGNORECASE)
_STAGES = ("constraints", "catalogue")
"""The stages whose rules are functions; a rule's docstring is its page."""


@click.command("explain")
@click.argument("subject")
def command(subject: str) -> int:
    """Explain a code (SC303), a row, or an option (monitoring/prometheus)."""
    match = _CODE.fullmatch(subject)
    if match:
        _code(f"SC{match[1]}")
        return 0
    rows = stages.catalogue()
    found = rows.find(subject) or _alone(rows, subject)
    if found:
        _option(found)
        return 0
    from scaffold.cli.listing import page, row_of

    row = row_of(rows, subject)
    if row:
        page(row)
    return 0


def _alone(rows: Catalogue, name: str) -> Blueprint | None:
    """An option without its row, where only one row has it."""
    found = [b for b in rows.blueprints() if b.id == name]
    return found[0] if len(found) == 1 else None


def _code(code: str) -> None:
    pages = pages_of(code)
    if not pages:
        raise click.UsageError(f"No such code '{code}'.")
    click.echo("\n\n".join(pages))


def pages_of(code: str) -> list[str]:
    """What is told of a code: its rules' docstrings, or the page of a stage's door."""
    return [*_pages(code), *((CODES[code],) if code in CODES else ())]


def _pages(code: str) -> Iterator[str]:
    for stage in _STAGES:
        package = importlib.import_module(f"scaffold.{stage}")
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"scaffold.{stage}.{info.name}")
            for _, rule in inspect.getmembers(module, inspect.isfunction):
                page = inspect.getdoc(rule) or ""
                if page.startswith(f"{code}:") and rule.__module__ == module.__name__:
                    yield page


def _option(b: Blueprint) -> None:
    click.echo(f"{b.title} ({b.ref})\n  {b.summary}\n  {b.homepage}")
    if b.retired:
        click.echo(f"  Retired {b.retired.date}: {b.retired.because}. Use {b.retired.successor}.")
        return
    if b.barred:
        click.echo(f"  Not offered: {b.barred}")
    _releases(b)
    for s in b.config:
        click.echo(f"  Setting {s.key}: {s.description} ({_default(s)})")


def _releases(b: Blueprint) -> None:
    for r in b.releases:
        click.echo(f"  Release {r.name}: chart {r.chart} {r.version}, namespace {r.namespace}")
    for word, names in (
        ("Provides", b.provides),
        ("Requires", b.requires),
        ("Uses, where it is there", (*b.wants, *b.reads)),
        ("Platforms", b.platforms),
        ("Images", b.images),
    ):
        if names:
            click.echo(f"  {word}: {', '.join(names)}")
    cost = b.footprint
    click.echo(f"  Requests: {cost.cpu_millicores} m CPU, {cost.memory_mebibytes} MiB on 3 nodes")


def _default(setting: Setting) -> str:
    if setting.secret:
        return "secret"
    return "to be set" if setting.default is None else f"default {setting.default!r}"
