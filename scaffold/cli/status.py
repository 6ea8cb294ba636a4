"""`scaffold status [DIR]`: what was chosen, what was edited, what is left, what changed since."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from scaffold.cli import stages
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue
from scaffold.regenerate import status


@click.command("status")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--json", "as_json", is_flag=True, help="Print it as data.")
def command(directory: Path, as_json: bool) -> int:
    """Show choices, edited files, leftovers, conflicts, retired options, new recommendations."""
    answers = stages.stored(directory)
    rows = stages.catalogue()
    found = status(directory)
    files = {name: [str(p) for p in paths] for name, paths in asdict(found).items()}
    advice = _advice(rows, answers)
    if as_json:
        data = {"project": answers.project, "choices": answers.choices, **files, "advice": advice}
        click.echo(json.dumps(data))
        return 0
    click.echo(f"{answers.project} on {answers.platform}, Kubernetes {answers.kubernetes}")
    width = max(len(row.title) for row in rows.rows) + 2
    for row in rows.rows:
        if answers.choices.get(row.id):
            click.echo(f"  {row.title:<{width}}{', '.join(answers.choices[row.id])}")
    for name, paths in files.items():
        if paths:
            click.echo(f"{name.replace('_', ' ').capitalize()}:")
            for path in paths:
                click.echo(f"  {path}")
    for sentence in advice:
        click.echo(sentence)
    return 1 if files.get("conflicts") else 0


def _advice(rows: Catalogue, answers: Answers) -> list[str]:
    """What has been retired since, and where the catalogue now recommends something else."""
    told = []
    for row in rows.rows:
        chosen = answers.choices.get(row.id, ())
        for option in chosen:
            b = row.find(option)
            if b and b.retired:
                told.append(f"{row.title}: {b.title} was retired {b.retired.date}")
        now = row.recommended(answers.platform)
        if row.id in answers.choices and now is not None and now != chosen and row.ask == "always":
            have = ", ".join(chosen) or "nothing"
            told.append(
                f"{row.title}: the catalogue recommends {', '.join(now) or 'nothing'};"
                f" you have {have}"
            )
    return told
