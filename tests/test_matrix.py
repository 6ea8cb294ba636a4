"""The selections that the engine goes through, and what is written of them."""

from dataclasses import replace
from itertools import pairwise

from scaffold.catalogue import load
from scaffold.constraints import problems
from scaffold.data import folder
from tests.matrix import page
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
