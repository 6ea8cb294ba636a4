"""The keys of our values that a newer chart does not know any more."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from scaffold.charts.documents import documents
from scaffold.charts.upstream_chart import Chart

Path: TypeAlias = tuple[str, ...]
OURS = ("annotations", "labels")
"""Maps whose keys are the user's, by the ends of their names."""


def lost(texts: Iterable[bytes], old: Chart | None, new: Chart) -> Iterator[str]:
    """`'a.b' is gone`, or `'a.b' has moved to 'c.b'`, for each key that the older chart knows.

    `texts` are values files of ours, which the same chart gets in several selections. A key has
    moved where the newer chart has its last part at exactly one other path. Where there is no
    older chart to look at, every key counts as known to it. Raises ArchiveError (SC606).
    """
    values = [one for text in texts for one in documents(text, "our values")]
    places = _places(new.values)
    told: set[str] = set()
    for one in values:
        before = tuple(missing(one, old)) if old else ()
        for path in missing(one, new):
            if not any(path[: len(start)] == start for start in before):
                told |= set(_told(path, one, places))
    return iter(sorted(told))


def missing(values: Mapping[str, Any], chart: Chart) -> Iterator[Path]:
    """The paths that the chart does not know; of a map that it does not know, the map's alone."""

    def walk(node: Mapping[str, Any], default: Any, path: Path) -> Iterator[Path]:
        for key, value in node.items():
            here = (*path, key)
            if isinstance(default, dict) and key in default:
                if isinstance(value, dict) and isinstance(default[key], dict) and default[key]:
                    yield from walk(value, default[key], here)
            elif not chart.knows(here) and not (path and path[-1].lower().endswith(OURS)):
                yield here

    return walk(values, chart.values, ())


def _places(values: Any) -> Mapping[str, tuple[Path, ...]]:
    """Last part -> every path that ends with it."""
    found: dict[str, tuple[Path, ...]] = {}

    def walk(node: Any, path: Path) -> None:
        for key, value in node.items() if isinstance(node, dict) else ():
            found[key] = (*found.get(key, ()), (*path, key))
            walk(value, (*path, key))

    walk(values, ())
    return found


def _told(path: Path, values: Any, places: Mapping[str, tuple[Path, ...]]) -> Iterator[str]:
    """What became of a path; of a map that is gone, what became of the keys that were in it."""
    moved = [(leaf, places.get(leaf[-1], ())) for leaf in (path, *_leaves(path, values))]
    moved = [(leaf, other) for leaf, other in moved if len(other) == 1]
    if not moved:
        yield f"'{written(path)}' is gone"
    elif moved[0][0] == path:
        yield f"'{written(path)}' has moved to '{written(moved[0][1][0])}'"
    else:
        yield from _told_leaves(path, values, dict(moved))


def _told_leaves(path: Path, values: Any, moved: Mapping[Path, tuple[Path, ...]]) -> Iterator[str]:
    for leaf in _leaves(path, values):
        if leaf in moved:
            yield f"'{written(leaf)}' has moved to '{written(moved[leaf][0])}'"
        else:
            yield f"'{written(leaf)}' is gone"


def _leaves(path: Path, values: Any) -> Iterator[Path]:
    """The paths below a path that hold no further map."""
    node = values
    for part in path:
        node = node[part]
    for key in node if isinstance(node, dict) else ():
        below = tuple(_leaves((*path, key), values))
        yield from below or ((*path, key),)


def written(path: Path) -> str:
    """The path as Helm's `--set` takes it."""
    return ".".join(part.replace(".", r"\.") for part in path)
