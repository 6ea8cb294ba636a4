"""Where `blueprints/` and `templates/` lie: in an installed wheel, or beside the package."""

from pathlib import Path

from scaffold.errors import CatalogueError, Problem

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder of that name. A checkout's own wins over a copy made by an editable install.

    Raises CatalogueError (SC200) that names both places where it was sought.
    """
    places = (PACKAGE.parent / name, PACKAGE / "_data" / name)
    checkout = (PACKAGE.parent / "pyproject.toml").is_file()
    for place in places if checkout else places[::-1]:
        if place.is_dir():
            return place
    what = f"neither {places[0]} nor {places[1]} is a folder"
    raise CatalogueError([Problem("SC200", name, what, "Install scaffold again.")])
