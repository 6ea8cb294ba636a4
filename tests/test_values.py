"""Every key of our values is one that the chart knows: read from the charts' own data."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.errors import ChoiceError
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint
from scaffold.model.plan import Plan
from scaffold.model.release import PLATFORMS, Release
from scaffold.render.environment import environment
from scaffold.render.sources import partials
from tests.selections import choosable, smallest

SHARED = Path(__file__).parents[2] / "shared"
CHARTS = SHARED / "charts"
REAL = load(folder("blueprints"))
PASSED_ON = {
    ("alloy", "configReloader.resources.limits"): "all of it goes into the container",
    ("cni", "global.platform"): "its profile of the platform is chosen by it",
    ("ingress", "gateway.env.nginx_proxy_proxy_buffer_size"): "all of env goes into the pod",
    ("ingress", "gateway.env.nginx_proxy_proxy_buffers"): "all of env goes into the pod",
    ("nginx-ingress", "controller.podSecurityContext.sysctls"): "all of it goes into the pod",
    ("ceph-csi-drivers", "operatorConfig.driverSpecDefaults.nodePlugin.resources"): "of its object",
    ("rook-ceph-cluster", "cephClusterSpec.healthCheck.muteHealthWarning"): "of the CephCluster",
    ("victoria-metrics-k8s-stack", "vmagent.spec.podDisruptionBudget"): "a field of the VMAgent",
    ("victoria-metrics-k8s-stack", "alertmanager.spec.podDisruptionBudget"): "of its own object",
}
"""Chart and path -> why it is right although the chart's values do not show it."""
INSTALLING = [b for b in choosable(REAL) if b.releases]
needs_charts = pytest.mark.skipif(
    not CHARTS.is_dir(), reason="the charts' data, ../shared/charts, is not beside the checkout"
)


class Yaml(yaml.CSafeLoader):
    """YAML as Helm reads it: a bare `=` and a date are text."""


Yaml.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if not pair[0].endswith((":value", ":timestamp"))]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Yaml) if path.is_file() else None


def data(release: Release) -> Path:
    return CHARTS / f"{release.chart}-{release.version}"


@cache
def defaults(chart: Path) -> dict[str, Any]:
    """The chart's values, with those of its sub-charts below their names."""
    found: dict[str, Any] = read(chart / "values.yaml") or {}
    found = {**found, **(found.get("_internal_defaults_do_not_set") or {})}  # Istio hides them
    for sub in (read(chart / "Chart.yaml") or {}).get("dependencies") or []:
        below = chart / "subcharts" / sub["name"]
        if below.is_dir():
            name = sub.get("alias") or sub["name"]
            found[name] = merged({"enabled": True, **defaults(below)}, found.get(name) or {})
    return found


@cache
def schemas(chart: Path) -> tuple[tuple[tuple[str, ...], dict[str, Any]], ...]:
    """The schemas of the chart and its sub-charts, each with the place that it speaks about."""
    found = []
    for path in sorted(chart.rglob("values.schema.json")):
        place = tuple(p for p in path.relative_to(chart).parts[:-1] if p != "subcharts")
        found.append((place, json.loads(path.read_text("utf-8"))))
    return tuple(found)


@cache
def shown(chart: Path) -> frozenset[str]:
    """Keys that stand commented out in the chart's values: known, without a default."""
    texts = [p.read_text("utf-8") for p in chart.rglob("values.yaml")]
    return frozenset(re.findall(r"(?m)^\s*#[#\s-]*\"?([\w./-]+)\"?:", "\n".join(texts)))


def merged(below: Any, above: Any) -> Any:
    """Helm's way: maps are joined, everything else is replaced."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    both = {key: merged(below[key], above[key]) for key in below.keys() & above.keys()}
    return {**below, **above, **both}


def allowed(schema: Any, path: tuple[str, ...], root: Any, depth: int = 0) -> bool:
    """Whether a JSON schema has a place for the path."""
    if not isinstance(schema, dict) or depth > 30:
        return False
    if str(schema.get("$ref", "")).startswith("#/"):
        target = root
        for part in schema["$ref"][2:].split("/"):
            target = target.get(part, {})
        if allowed(target, path, root, depth + 1):
            return True
    branches = [b for word in ("allOf", "anyOf", "oneOf") for b in schema.get(word) or []]
    if any(allowed(branch, path, root, depth + 1) for branch in branches):
        return True
    if not path:
        return depth > 0
    inner = [v for k, v in (schema.get("properties") or {}).items() if k == path[0]]
    patterns = schema.get("patternProperties") or {}
    inner += [v for k, v in patterns.items() if re.search(k, path[0])]
    extra = schema.get("additionalProperties")
    inner += [extra] if isinstance(extra, dict) else []
    open_map = extra is True or (extra is None and not schema.get("properties"))
    typed = "object" in str(schema.get("type", ""))
    if depth and open_map and (typed or extra is True):
        return True
    return any(v is True or allowed(v, path[1:], root, depth + 1) or v == {} for v in inner)


def unknown(values: Any, chart: Path, free: frozenset[str]) -> Iterator[str]:
    """The paths of values that the chart does not know."""

    def walk(node: Mapping[str, Any], default: Any, path: tuple[str, ...]) -> Iterator[str]:
        for key, value in node.items():
            here = (*path, str(key))
            name = ".".join(part.replace(".", r"\.") for part in here)
            if name in free:
                continue
            if isinstance(default, dict) and key in default:
                if isinstance(value, dict) and isinstance(default[key], dict) and default[key]:
                    yield from walk(value, default[key], here)
                elif isinstance(value, dict) and value and default[key] not in (None, {}, "", []):
                    yield f"{name}: a map, where the chart has {default[key]!r}"
            elif not (known(here) or key in shown(chart) or names_itself(path)):
                yield f"{name}: not in the chart's values or schema"

    def names_itself(path: tuple[str, ...]) -> bool:
        """A map of annotations or labels: its keys are the user's."""
        return bool(path) and path[-1].lower().endswith(("annotations", "labels"))

    def known(path: tuple[str, ...]) -> bool:
        return any(
            allowed(schema, path[len(place) :], schema)
            for place, schema in schemas(chart)
            if path[: len(place)] == place and len(path) > len(place)
        )

    return walk(values, defaults(chart), ())


def freeform(b: Blueprint, release: Release) -> frozenset[str]:
    """Paths that the shared facts list, with a reason, as known to the chart's templates alone."""
    found = {path for chart, path in PASSED_ON if chart == release.chart}
    for path in (SHARED / "catalogue").glob("*/*.yaml"):
        if path.stem == b.id or path.stem in ("snapshot-controller", b.row):
            facts = read(path)
            found |= set((facts.get("freeform") or {}).get(release.name) or {})
    return frozenset(found)


def around(b: Blueprint, platform: str, full: bool) -> Plan | None:
    """The option with nothing else, or with every capability that it can use."""
    refs = [b.ref]
    taken = {b.row}
    for capability in (*b.requires, *b.wants, *b.reads) if full else ():
        if capability in b.provides:
            continue
        for other in choosable(REAL):
            if capability in other.provides and other.suits(platform) and other.row not in taken:
                taken.add(other.row)
                refs.append(other.ref)
                break
    try:
        answers = smallest(REAL, *refs)
        return resolve(REAL, Answers(project="acme", platform=platform, choices=answers.choices))
    except (ChoiceError, StopIteration):
        return None


def values(plan: Plan, b: Blueprint, release: Release) -> Any:
    """The release's values: the file, then what the stack's configuration sets."""
    path = b.folder / "values" / f"{release.name}.yaml.j2"
    named = {*b.requires, *b.wants, *b.reads, *b.provides}
    facts = {c: f for c, f in plan.facts.items() if c in named}
    shared = dict(partials(folder("templates")))
    made = environment({**shared, "values": (path.read_text("utf-8"), path)})
    step = next(s for s in plan.steps if s.blueprint.ref == b.ref)
    more = {"plan": plan, "stages": plan.stages, "settings": plan.settings, "step": step}
    text = made.get_template("values").render(facts=facts, blueprint=b, **more)
    found = yaml.load(text, Yaml) or {}
    for setting in b.config:
        if setting.applies(plan.platform, plan.facts):
            value = setting.default if setting.default is not None else setting.example
            for place in (p for p in setting.sets if p.release == release.name):
                said = value if place.format == "{}" else place.format.format(value)
                found = merged(found, nested(place.path, said))
    return found


def nested(path: tuple[str | int, ...], value: Any) -> Any:
    """A value at its place."""
    if not path:
        return value
    inner = nested(path[1:], value)
    return [inner] if isinstance(path[0], int) else {path[0]: inner}


@needs_charts
@pytest.mark.parametrize("b", INSTALLING, ids=lambda b: b.ref)
def test_every_key_of_the_values_is_known_to_the_chart(b: Blueprint) -> None:
    wrong: set[str] = set()
    seen = 0
    plans = [around(b, p, full) for p in PLATFORMS if b.suits(p) for full in (False, True)]
    for plan in filter(None, plans):
        for release in (r for r in b.releases if data(r).is_dir()):
            seen += 1
            found = unknown(values(plan, b, release), data(release), freeform(b, release))
            wrong |= {f"{release.name}: {path}" for path in found}
    assert seen, f"no chart of {b.ref} lies in ../shared/charts"
    assert sorted(wrong) == []


@needs_charts
def test_a_key_that_no_chart_has_is_found() -> None:
    chart = next(CHARTS.glob("cert-manager-v*"))
    wrong = {"replicaCout": 2, "webhook": {"timeout": 5}, "crds": 3, "podLabels": {"a": "b"}}
    assert sorted(unknown(wrong, chart, frozenset())) == [
        "replicaCout: not in the chart's values or schema",
        "webhook.timeout: not in the chart's values or schema",
    ]


@pytest.mark.parametrize("b", INSTALLING, ids=lambda b: b.ref)
def test_no_stand_in_of_the_facts_is_left_in_values(b: Blueprint) -> None:
    for path in b.folder.glob("values/*.j2"):
        text = path.read_text("utf-8")
        found = re.findall(r"REPLACE\w*|example\.(?:com|internal)|111122223333|my-cluster", text)
        assert found == [], path.name


@pytest.mark.parametrize("b", INSTALLING, ids=lambda b: b.ref)
def test_values_read_as_yaml_with_and_without_every_neighbour(b: Blueprint) -> None:
    plans = [around(b, p, full) for p in PLATFORMS if b.suits(p) for full in (False, True)]
    found = [values(plan, b, r) for plan in plans if plan for r in b.releases]
    assert found
    assert all(isinstance(value, dict) for value in found)
