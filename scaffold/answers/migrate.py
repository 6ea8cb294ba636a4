"""Answers of earlier schemas to today's: pure functions, one for each step."""

from collections.abc import Callable, Mapping
from typing import Any

from scaffold.errors import AnswersError, Problem
from scaffold.model.answers import SCHEMA

STEPS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Schema n -> the function that makes n + 1 of it. There has been one schema so far."""


def migrate(data: dict[str, Any], where: str) -> dict[str, Any]:
    """The same answers in today's schema. Raises AnswersError (SC103) for a newer one."""
    schema = data.get("schema", SCHEMA)
    if not isinstance(schema, int) or isinstance(schema, bool):
        return data
    if schema > SCHEMA or schema < 1:
        what = f"has schema {schema}, and this scaffold knows 1 to {SCHEMA}"
        raise AnswersError([Problem("SC103", where, what, "Install a newer scaffold.")])
    for step in range(schema, SCHEMA):
        data = STEPS[step](data)
    return {**data, "schema": SCHEMA}
