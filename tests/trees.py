"""Small catalogues, written as files: what a test needs to see stands in the test."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from scaffold.catalogue import load
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue

ROW = {
    "title": "Row",
    "question": "Which one?",
    "why": "Because a cluster needs one.",
    "position": 1,
    "source": "checklist",
}
OPTION = {"title": "Option", "summary": "Does a thing", "homepage": "https://example.com"}


def release(name: str, **more: Any) -> dict[str, Any]:
    """A release with all that a manifest must say."""
    return {
        "name": name,
        "chart": name,
        "repo": "https://example.com/charts",
        "version": "1.0.0",
        "archive": f"https://example.com/charts/{name}-1.0.0.tgz",
        "namespace": name,
        **more,
    }


def write(folder: Path, rows: Mapping[str, Mapping[str, Any]]) -> Path:
    """`{"row": {"row": {…}, "option": {…}}}` as manifests; `row` holds the row's own keys.

    Every option also gets its page, and every release its values.
    """
    for at, (row, options) in enumerate(rows.items(), 1):
        place = folder / row
        place.mkdir(parents=True)
        (place / "row.yaml").write_text(
            yaml.safe_dump(
                {**ROW, "title": row.capitalize(), "position": at, **options.get("row", {})}
            )
        )
        for option, keys in options.items():
            if option != "row":
                _option(place / option, {**OPTION, "title": option.capitalize(), **keys})
    return folder


def _option(place: Path, keys: Mapping[str, Any]) -> None:
    place.mkdir()
    (place / "blueprint.yaml").write_text(yaml.safe_dump(dict(keys)))
    page = place / "docs" / place.parent.name / f"{place.name}.md.j2"
    page.parent.mkdir(parents=True)
    page.write_text(f"# {place.name}\n")
    for one in keys.get("releases", ()):
        values = place / "values" / f"{one['name']}.yaml.j2"
        values.parent.mkdir(exist_ok=True)
        values.write_text("replicas: 2\n")


def catalogue(folder: Path, rows: Mapping[str, Mapping[str, Any]]) -> Catalogue:
    """The same, loaded."""
    return load(write(folder / "blueprints", rows))


def answers(**choices: str | tuple[str, ...]) -> Answers:
    """Answers of the project acme on kind; `_` in a row's name stands for `-`."""
    said = {
        row.replace("_", "-"): (one,) if isinstance(one, str) else one
        for row, one in choices.items()
    }
    return Answers(project="acme", platform="kind", choices=said)
