"""`scaffold doctor [DIR]`: a read-only look at the stack's cluster."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from scaffold.cli import stages

COLOURS = {"PASS": "green", "WARN": "yellow", "FAIL": "red"}


@click.command("doctor")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--context", help="The kubeconfig context; the stack's if not given.")
@click.option("--stack", help="The stack; the one that pulumi has selected if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print it as data.")
def command(directory: Path, context: str | None, stack: str | None, as_json: bool) -> int:
    """Say what keeps the platform from working, and the command that helps.

    Exit code 1 if anything fails.
    """
    from scaffold.charts import verify
    from scaffold.cluster import Options, doctor

    decided = stages.plan(stages.catalogue(), stages.stored(directory))
    found = doctor(directory, decided, context, Options(problems=verify(directory), stack=stack))
    return tell(found, as_json)


def tell(found: object, as_json: bool) -> int:
    """One line for each finding, the remedy below it; the exit code."""
    findings = [asdict(f) for f in found]  # type: ignore[attr-defined]
    if as_json:
        click.echo(json.dumps(findings))
    for f in () if as_json else findings:
        level = click.style(f["level"], fg=COLOURS[f["level"]])
        click.echo(f"{level} {f['subject']}: {f['text']}")
        if f["remedy"]:
            click.echo(f"     {f['remedy']}")
    return 1 if any(f["level"] == "FAIL" for f in findings) else 0
