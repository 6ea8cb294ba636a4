"""Every option, by discovery: renders, parses, is refused if it was retired."""

import re
from functools import reduce
from operator import getitem
from pathlib import Path, PurePosixPath

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.catalogue import check, load
from scaffold.constraints import problems, resolve
from scaffold.data import folder
from scaffold.errors import ChoiceError
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.release import PLATFORMS
from scaffold.render import check as parse
from scaffold.render import render
from tests.selections import choosable, recommended, smallest

REAL = load(folder("blueprints"))
CHECKLIST = (
    "build-pipeline", "deployment-pipeline", "image-registry", "monitoring", "shared-storage",
    "secrets-management", "ingress-controller", "api-gateway", "service-mesh",
    "service-catalogue", "network-policies", "authorization", "image-scanning",
    "log-aggregation",
)  # fmt: skip


def refs(blueprints: list[Blueprint]) -> list[str]:
    return [b.ref for b in blueprints]


def test_the_catalogue_has_no_problem(templates: Path) -> None:
    assert [str(p) for p in check(REAL, templates)] == []


def test_the_checklists_rows_come_first_in_its_order() -> None:
    assert tuple(r.id for r in REAL.rows[:14]) == CHECKLIST
    assert all(r.source == "checklist" for r in REAL.rows[:14])
    assert all(r.source == "addition" for r in REAL.rows[14:])
    assert [r.position for r in REAL.rows] == list(range(1, 26))


def test_every_row_offers_something() -> None:
    assert [r.id for r in REAL.rows if not any(b in choosable(REAL) for b in r.options)] == []


@pytest.mark.parametrize("ref", refs(choosable(REAL)))
def test_an_option_renders_alone_and_every_file_parses(ref: str, templates: Path) -> None:
    plan = resolve(REAL, smallest(REAL, ref))
    tree = render(plan, templates)
    assert [str(p) for p in parse(tree)] == []
    row, option = ref.split("/")
    assert any(str(path) == f"docs/{row}/{option}.md" for path in tree)
    blueprint = REAL.find(ref)
    assert blueprint
    for release in blueprint.releases:
        assert any(str(path) == f"values/{release.name}.yaml" for path in tree)


@pytest.mark.parametrize("ref", refs([b for b in REAL.blueprints() if b.retired]))
def test_a_retired_option_is_refused_with_a_hint(ref: str) -> None:
    blueprint = REAL.find(ref)
    assert blueprint
    assert blueprint.retired
    row, option = ref.split("/")
    found = problems(REAL, Answers(project="acme", platform="kind", choices={row: (option,)}))
    told = [p for p in found if p.code == "SC302"]
    assert len(told) == 1
    assert f"--set {row}={blueprint.retired.successor}" in told[0].hint


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_recommended_selection_of_a_platform_renders(platform: str, templates: Path) -> None:
    tree = render(resolve(REAL, recommended(platform)), templates)
    assert [str(p) for p in parse(tree)] == []


@st.composite
def selections(draw: st.DrawFn, catalogue: Catalogue = REAL) -> Answers:
    """Any options that can be chosen, in any rows, on any platform."""
    platform = draw(st.sampled_from(PLATFORMS))
    choices: dict[str, tuple[str, ...]] = {}
    for row in catalogue.rows:
        offered = [b.id for b in row.options if not b.retired and not b.barred]
        most = 3 if row.choice == "many" else 1
        said = draw(st.lists(st.sampled_from(offered), max_size=most, unique=True))
        choices[row.id] = tuple(said)
    return Answers(project="acme", platform=platform, choices=choices)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=selections())
def test_any_selection_renders_or_is_refused_with_every_reason(
    said: Answers, templates: Path
) -> None:
    try:
        plan = resolve(REAL, said)
    except ChoiceError as error:
        assert error.problems
        assert all(p.hint for p in error.problems)
        return
    first = render(plan, templates)
    assert first == render(plan, templates)
    assert [str(p) for p in parse(first)] == []


def test_an_option_writes_the_address_of_no_service_but_its_own() -> None:
    """Whom else it calls it learns from a fact: another choice has another address."""
    homes: dict[str, set[str]] = {}
    for b in REAL.blueprints():
        for release in b.releases:
            homes.setdefault(release.namespace, set()).add(b.ref)
    foreign = {
        (b.ref, match[0])
        for b in REAL.blueprints()
        for path in b.folder.rglob("*.[jy]*")
        for match in re.finditer(r"\b[a-z0-9-]+\.([a-z0-9-]+)\.svc\b", path.read_text("utf-8"))
        if b.ref not in homes.get(match[1], {b.ref})
    }
    assert foreign == set()


def test_values_name_the_cluster_only_where_the_program_adds_the_stack(templates: Path) -> None:
    """The stacks of a repository are clusters: by the project alone two would have one name."""
    named = 0
    for b in (b for b in choosable(REAL) if b.releases):
        tree = render(resolve(REAL, smallest(REAL, b.ref)), templates)
        for release in b.releases:
            content = tree[PurePosixPath("values", f"{release.name}.yaml")].content
            names = re.findall(rb"^ *(?:cluster|name|clusterName): acme$", content, re.M)
            assert len(names) == len(release.cluster_name), f"{b.ref}: {release.name}"
            for place in release.cluster_name:
                found = reduce(getitem, place, yaml.safe_load(content))
                assert found == "acme", f"{b.ref}: {place}"
                named += 1
    assert named > 4
