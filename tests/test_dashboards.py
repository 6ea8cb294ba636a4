"""The dashboards that options bring: what their alerts watch, and their pods."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import promql_parser as promql
import pytest

from scaffold.model.tree import Tree
from tests.alerts import REAL, imported, own, trees
from tests.queries import number

COMPARED = ("==", "!=", ">", "<", ">=", "<=")
NAMED = re.compile(rb'(?:Alerts|Dashboard)\(\s*"([^"]+)"')
THEIRS = re.compile(
    rb"^ *(grafana|[a-zA-Z]*[dD]ashboards?):\n +(enabled|create): \"?true", re.MULTILINE
)
SHOWN = """(lambda panels, drawn: {
    "panels": [[a.expression, p.query, p.limit] for a, p in zip(rules, panels)],
    "own": json.loads(drawn("one", "own", "the page", panels).content()),
    "system": json.loads(drawn("one", "kube-system", "the page", panels).content()),
})(
    tuple(a.panel("the page") for a in rules),
    importlib.import_module("components.dashboards").Dashboard,
)"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an option's alerts become."""

    panels: list[tuple[str, str, float | None]]
    """Expression of the alert, query of its panel, limit."""
    own: dict[str, Any]
    system: dict[str, Any]


@pytest.fixture(scope="module")
def found() -> dict[str, Tree]:
    return dict(trees())


@pytest.fixture(scope="module")
def shown(found: dict[str, Tree], tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    place = tmp_path_factory.mktemp("all")
    return [Shown(**one) for one in imported(found, place, SHOWN).values()]


def brings(ref: str, tree: Tree) -> bool:
    """Whether the option adds a dashboard, or lets its chart do it."""
    files = [(path.parts[0], content) for path, content in own(ref, tree)]
    added = any(top == "components" and NAMED.search(content) for top, content in files)
    return added or any(top == "values" and THEIRS.search(content) for top, content in files)


def test_every_option_that_is_scraped_brings_a_dashboard(found: dict[str, Tree]) -> None:
    scraped = {b.ref for b in REAL.blueprints() if "service-monitor" in (*b.wants, *b.requires)}
    bare = {ref for ref, tree in found.items() if ref in scraped and not brings(ref, tree)}
    assert len(scraped) > 50
    assert bare == set()


def test_a_panel_shows_what_its_alert_compares_and_the_limit_as_a_line(shown: list[Shown]) -> None:
    lines = 0
    for expression, query, limit in (panel for one in shown for panel in one.panels):
        drawn, whole = promql.parse(query), promql.parse(expression)
        if query == expression:
            assert limit is None
        elif isinstance(whole, promql.Call):
            assert whole.func.name == "absent"
            assert expression.startswith(f"absent({query}")
        else:
            assert isinstance(whole, promql.BinaryExpr)
            assert str(whole.op) in COMPARED
            assert number(whole.rhs)
            assert whole.lhs.prettify() == drawn.prettify()
            lines += limit is not None
    assert lines > 80


def test_only_an_alert_on_several_things_is_shown_as_it_is(shown: list[Shown]) -> None:
    for expression, query, _ in (panel for one in shown for panel in one.panels):
        whole = promql.parse(expression)
        if query == expression and isinstance(whole, promql.BinaryExpr):
            joins = re.search(r" (and|or|unless) ", expression)
            assert joins or not number(whole.rhs), expression


def test_a_dashboard_has_every_panel_once_and_at_a_place_of_its_own(shown: list[Shown]) -> None:
    for one in shown:
        panels = one.own["panels"]
        assert len(panels) == len(one.panels) + 4
        assert len(one.system["panels"]) == len(one.panels)
        assert len({panel["id"] for panel in panels}) == len(panels)
        places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
        assert len(places) == len(panels)
        for panel in panels:
            (target,) = panel["targets"]
            promql.parse(target["expr"])
            assert target["datasource"] == panel["datasource"]
        assert one.own["templating"]["list"][0]["name"] in panels[0]["datasource"]["uid"]


def test_a_dashboard_has_a_name_that_grafana_takes_and_no_other_has(found: dict[str, Tree]) -> None:
    owners: dict[bytes, str] = {}
    for ref, tree in found.items():
        for path, content in own(ref, tree):
            for name in set(NAMED.findall(content)) if path.parts[0] == "components" else ():
                assert len(b"on-call-" + name) <= 40, "a uid of Grafana has 40 letters at most"
                assert owners.setdefault(name, ref) == ref
    assert len(owners) > 50


def test_the_files_are_only_there_where_grafana_loads_them(found: dict[str, Tree]) -> None:
    for ref in ("monitoring/grafana-cloud", "monitoring/datadog"):
        assert not any(Path(path).stem == "dashboards" for path in found[ref])
