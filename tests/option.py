"""`make option ROW=… NAME=…`: a folder to fill in."""

import re
import sys
from pathlib import Path

BLUEPRINT = """\
title: {title}
summary: Does what it is for
homepage: https://example.com
releases:
  - name: {name}
    chart: {name}
    repo: https://example.com/charts
    version: 1.0.0
    archive: https://example.com/charts/{name}-1.0.0.tgz
    namespace: {name}
smoke: [Deployment/{name}/{name}]
"""
PAGE = """\
# {title}

What it is, in two sentences.

## Why

What is missing without it.

## First steps

## Secrets

## Upgrade

## When it breaks
"""


def main(row: str, name: str, blueprints: Path) -> str:
    """Write the folder; the sentence that says what is next, or what is wrong."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        return f"'{name}' is not lower-case words joined by hyphens"
    if not (blueprints / row / "row.yaml").is_file():
        known = ", ".join(sorted(p.name for p in blueprints.iterdir()))
        return f"no such row '{row}': {known}"
    place = blueprints / row / name
    if place.exists():
        return f"{place} is there already"
    words = {"name": name, "title": name.replace("-", " ").capitalize()}
    for path, text in (
        ("blueprint.yaml", BLUEPRINT),
        (f"values/{name}.yaml.j2", "replicas: 2\n"),
        (f"docs/{row}/{name}.md.j2", PAGE),
    ):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text.format(**words))
    return f"Fill in {place}, then run make check."


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2], Path(__file__).parents[1] / "blueprints"))
