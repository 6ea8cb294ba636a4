"""The alerts that options bring: queries that Prometheus takes, for a person who is woken."""

import re
from collections import defaultdict
from itertools import combinations

import promql_parser as promql
import pytest

from scaffold.constraints import complete, problems
from scaffold.model.tree import Tree
from tests.alerts import READER, REAL, Rule, programmed, trees, written
from tests.queries import labels
from tests.selections import smallest

DURATION = re.compile(r"\d+[smhd]")
NAMED = re.compile(r"\$labels\.(\w+)")


@pytest.fixture(scope="module")
def found() -> dict[str, Tree]:
    return dict(trees())


@pytest.fixture(scope="module")
def rules(found: dict[str, Tree], tmp_path_factory: pytest.TempPathFactory) -> list[Rule]:
    place = tmp_path_factory.mktemp("all")
    in_values = [rule for ref, tree in found.items() for rule in written(ref, tree)]
    return [*in_values, *programmed(found, place)]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("up == 0", None),
        ("sum(up) < 2", set()),
        ("sum by (job) (rate(failures_total[5m])) > 0", {"job"}),
        ("2 < sum by (job) (up)", {"job"}),
        ("time() - max by (job) (last_timestamp) > 60", {"job"}),
        ('absent(up{job="one", pod=~"a.*"} == 1)', set()),
        ('absent(up{job="one", pod=~"a.*"})', {"job"}),
        ("sum by (a, b) (x) / sum by (a, c) (y) > 1", {"a"}),
        ("x / on (a) y > 1", {"a"}),
        ("sum by (a) (x) * on (a) group_left (b) y > 1", {"a", "b"}),
        ("sum by (a) (x) unless sum by (b) (y)", {"a"}),
        ("histogram_quantile(0.9, sum by (le, job) (rate(x_bucket[5m]))) > 1", {"job"}),
        ("max_over_time(sum by (a) (x)[10m:]) > 1", {"a"}),
        ("sum without (a) (x) > 1", None),
    ],
)
def test_what_a_query_leaves_of_labels_is_known(query: str, left: set[str] | None) -> None:
    assert labels(promql.parse(query)) == left


def test_every_alert_is_a_query_that_selects_something(rules: list[Rule]) -> None:
    assert len(rules) > len({rule.ref for rule in rules}) > 50
    for rule in rules:
        query = promql.parse(rule.expression)
        assert not isinstance(query, promql.NumberLiteral), rule
        bare = isinstance(query, promql.VectorSelector) and not query.matchers.matchers
        assert not bare, f"{rule.name} of {rule.ref} fires for every series"


def test_an_alert_names_only_labels_that_its_query_leaves(rules: list[Rule]) -> None:
    for rule in rules:
        left = labels(promql.parse(rule.expression))
        named = set(NAMED.findall(rule.text))
        assert left is None or named <= left, rule


def test_an_alert_says_how_long_how_bad_and_what(rules: list[Rule]) -> None:
    for rule in rules:
        assert DURATION.fullmatch(rule.lasting), rule
        assert rule.severity in ("critical", "warning"), rule
        assert len(rule.text) > 10, rule


def test_an_alert_stands_on_the_page_of_its_option(
    rules: list[Rule], found: dict[str, Tree]
) -> None:
    for rule in rules:
        page = next(f for p, f in found[rule.ref].items() if str(p) == f"docs/{rule.ref}.md")
        assert f"`{rule.name}`" in page.content.decode(), rule


def test_no_two_options_that_fit_together_have_an_alert_of_one_name(rules: list[Rule]) -> None:
    owners = defaultdict(set)
    for rule in rules:
        owners[rule.name].add(rule.ref)
    for name, refs in owners.items():
        for pair in combinations(sorted(refs), 2):
            together = smallest(REAL, *pair, READER)
            assert problems(REAL, complete(REAL, together)), f"{name}: {pair}"
