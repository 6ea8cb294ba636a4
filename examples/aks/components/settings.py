"""Helm values that do not stand in a file: what the stack's configuration says, and its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi


@dataclass(frozen=True)
class Setting:
    """A value of the stack's configuration that fills a place in a chart's values."""

    key: str
    path: tuple[str | int, ...]
    """The place: keys, and numbers where there is a list."""
    type: str
    text: str = "{}"
    """Text around the value: `grafana.{}` makes a host of a domain."""

    def value(self) -> Any:
        """The configured value; None where it is not set."""
        config = pulumi.Config()
        match self.type:
            case "integer":
                found: Any = config.get_int(self.key)
            case "boolean":
                found = config.get_bool(self.key)
            case "array" | "object":
                found = config.get_object(self.key)
            case _:
                found = config.get(self.key)
        return found if found is None or self.text == "{}" else self.text.format(found)


def nested(settings: Sequence[Setting]) -> dict[str, Any]:
    """Helm values of what is configured. What is not set is left out: a null deletes a default."""
    found = ((setting.path, setting.value()) for setting in settings)
    return placed((path, value) for path, value in found if value is not None)


def placed(given: Iterable[tuple[tuple[str | int, ...], Any]]) -> dict[str, Any]:
    """Helm values of places and what stands there."""
    values: dict[str | int, Any] = {}
    for path, value in given:
        inner = values
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = value
    return {str(key): _lists(value) for key, value in values.items()}


def _lists(value: Any) -> Any:
    """Mappings whose keys are numbers, as lists."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_lists(value[key]) for key in sorted(value)]
    return {key: _lists(inner) for key, inner in value.items()}
