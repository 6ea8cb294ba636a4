"""The selections that the engine goes through, and what is written of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from scaffold.catalogue import load
from scaffold.constraints import problems
from scaffold.data import folder
from scaffold.model.answers import Answers
from tests.matrix import levels, page
from tests.matrix.cover import installs, roads
from tests.matrix.drive import course
from tests.matrix.levels import LEVELS
from tests.matrix.road import without
from tests.selections import choosable, platform_of

REAL = load(folder("blueprints"))
ROADS = roads(REAL)


def test_every_option_that_installs_something_stands_on_a_road() -> None:
    wanted = {b.ref for b in choosable(REAL) if installs(b)}
    met = {ref for selections in ROADS.values() for one in selections for ref in one.refs()}
    assert wanted - met == set()


def test_every_platform_that_some_option_needs_has_a_road() -> None:
    needed = {platform_of(b) for b in choosable(REAL) if installs(b) and "any" not in b.platforms}
    assert needed <= set(ROADS)


def test_every_selection_of_a_road_fits_together() -> None:
    for selections in ROADS.values():
        for answers in selections:
            assert problems(REAL, answers) == ()


def test_on_a_road_every_option_comes_to_a_stack_that_stands_and_goes_from_it() -> None:
    for selections in ROADS.values():
        order = [set(one.refs()) for one in course(selections)]
        steps = [*pairwise(order)]
        came = {ref for before, now in steps for ref in now - before}
        went = {ref for before, now in steps for ref in before - now}
        assert came == went == set().union(*order)


def test_a_road_goes_there_and_back_between_its_first_selections() -> None:
    first, second, *_ = ROADS["bare-metal"]
    order = list(course(ROADS["bare-metal"]))
    assert [first, second, first] in [order[n : n + 3] for n in range(len(order))]


def test_where_a_row_takes_one_a_road_switches_between_two_options_in_both_directions() -> None:
    for row in (r for r in REAL.rows if r.choice == "one"):
        steps = {pair for selections in ROADS.values() for pair in switches(selections, row.id)}
        both = {pair for pair in steps if pair[::-1] in steps}
        alone = sum(installs(b) for b in row.options if not b.retired and not b.barred) < 2
        assert both or alone, row.id


def switches(selections: Sequence[Answers], row: str) -> Iterator[tuple[str, ...]]:
    """The option of a row at one stop of a course, and another at the next."""
    chosen = (one.choices.get(row, ()) for one in course(selections))
    for old, new in pairwise(chosen):
        if old and new and old != new:
            yield (*old, *new)


def test_every_option_is_offered_once_what_it_needs_is_chosen() -> None:
    offered = {ref for row in REAL.rows for ref in levels.offered(REAL, row)}
    assert {b.ref for b in choosable(REAL)} - offered == set()


def test_what_requires_an_option_goes_with_it() -> None:
    answers = next(a for a in ROADS["bare-metal"] if "ingress-controller/istio" in a.refs())
    left = without(REAL, answers, {"service-mesh/istio"})
    assert {"service-mesh/istio", "ingress-controller/istio"} & set(left.refs()) == set()
    assert problems(REAL, left) == ()


def test_the_page_says_how_far_each_option_came_and_why_not() -> None:
    none = page.Found({level: frozenset() for level in LEVELS}, "v1.37.1", ["a line"], [])
    some = replace(none, levels={**none.levels, "W": frozenset({"monitoring/prometheus"})})
    text = page.page(REAL, replace(some, bare=frozenset({"patching/renovate"})))
    assert "| `prometheus` | \u2713 | - | - | - | - | - | " in text
    assert "| `ghcr` | - | - | - | · | · | · |  |" in text
    assert "| `renovate` | - | - | · | · | · | · |  |" in text
    assert "| `weave-cloud` | - | - | - | - | - | - | retired " in text
    assert f"W 1 of {len(choosable(REAL))}" in text
    assert "Seen on " in text
    assert "None." in text
