"""Helm refuses values that a chart's schema does not allow: ours are checked before that."""

from collections.abc import Iterator
from typing import Any

import pytest

from scaffold.model.blueprint import Blueprint
from scaffold.model.release import PLATFORMS, Release
from tests.test_values import (
    CHARTS,
    INSTALLING,
    around,
    data,
    defaults,
    needs_charts,
    schemas,
    values,
)

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
WITH_SCHEMA = [b for b in INSTALLING if any(schemas(data(r)) for r in b.releases)]


def joined(below: Any, above: Any) -> Any:
    """Helm's way: maps are joined, everything else is replaced, null deletes."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    kept = {k: v for k, v in below.items() if above.get(k, v) is not None or k not in above}
    more = {k: joined(below.get(k), v) for k, v in above.items() if v is not None}
    return {**kept, **more}


def local(schema: Any) -> Any:
    """The schema without references to other hosts: this test has no network."""
    if isinstance(schema, list):
        return [local(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if str(schema.get("$ref", "")).startswith("http"):
        return {}
    return {k: local(v) for k, v in schema.items() if k != "$schema"}


def refused(release: Release, given: Any) -> Iterator[str]:
    """What the schemas of the chart and its sub-charts have against the values."""
    whole = joined(defaults(data(release)), given)
    for place, schema in schemas(data(release)):
        inner = whole
        for key in place:
            inner = inner.get(key, {}) if isinstance(inner, dict) else {}
        for error in jsonschema.Draft7Validator(local(schema)).iter_errors(inner):
            path = ".".join(map(str, (*place, *error.absolute_path)))
            yield f"{release.name}: {path}: {error.message[:200]}"


@needs_charts
@pytest.mark.parametrize("b", WITH_SCHEMA, ids=lambda b: b.ref)
def test_the_chart_accepts_the_values(b: Blueprint) -> None:
    found: set[str] = set()
    plans = [around(b, p, full) for p in PLATFORMS if b.suits(p) for full in (False, True)]
    assert any(plans)
    for plan in filter(None, plans):
        for release in b.releases:
            found |= set(refused(release, values(plan, b, release)))
    assert sorted(found) == []


@needs_charts
def test_a_value_of_the_wrong_type_is_found() -> None:
    assert CHARTS.is_dir()
    release = next(r for b in INSTALLING for r in b.releases if r.name == "cert-manager")
    found = list(refused(release, {"replicaCount": "two", "webhook": {"replicaCount": 3}}))
    assert found == ["cert-manager: replicaCount: 'two' is not of type 'number'"]
