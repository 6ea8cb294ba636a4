"""What the checklist says of the options that were not chosen."""

from pathlib import PurePosixPath

import pytest

from scaffold.catalogue import load
from scaffold.constraints import barred, complete, resolve
from scaffold.data import folder
from scaffold.model.answers import Answers
from scaffold.model.plan import Other
from scaffold.model.release import PLATFORMS
from scaffold.render import render

REAL = load(folder("blueprints"))


def recommended(platform: str, **rows: tuple[str, ...]) -> Answers:
    """The recommendations of a platform, with these rows answered otherwise."""
    choices = {row.replace("_", "-"): options for row, options in rows.items()}
    return complete(REAL, Answers(project="acme", platform=platform, choices=choices))


def offers(answers: Answers) -> dict[str, Other]:
    """Option -> what is said of it."""
    return {o.blueprint.ref: o for row in resolve(REAL, answers).others.values() for o in row}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_option_has_rivals_exactly_where_the_rules_bar_it(platform: str) -> None:
    answers = recommended(platform)
    found = offers(answers)
    assert len(found) > 50
    for ref, other in found.items():
        assert bool(other.rivals) == bool(barred(REAL, answers, ref)), ref


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_is_not_offered_is_chosen_or_barred_on_this_platform(platform: str) -> None:
    answers = recommended(platform)
    found = offers(answers)
    for row in REAL.rows:
        for b in row.options:
            if b.ref not in found and b.id not in answers.choices[row.id]:
                assert barred(REAL, answers, b.ref), b.ref


def test_an_option_says_what_else_it_needs_and_no_more() -> None:
    found = offers(recommended("bare-metal"))
    assert found["service-mesh/cilium-mesh"].needs == ("Cilium",)
    assert found["autoscaling/goldilocks"].needs == ("Vertical Pod Autoscaler",)
    assert found["secrets-management/sops-flux"].needs == ()
    other = offers(recommended("bare-metal", deployment_pipeline=("argo-cd",)))
    assert other["secrets-management/sops-flux"].needs == ("Flux",)


def test_what_an_option_wants_and_comes_along_is_no_need() -> None:
    found = offers(recommended("bare-metal", gateway_api=(), api_gateway=()))
    assert found["api-gateway/roll-your-own"].needs == ()


def test_the_checklist_promises_no_second_network() -> None:
    tree = render(resolve(REAL, recommended("bare-metal")), folder("templates"))
    lines = tree[PurePosixPath("docs/checklist.md")].content.decode().splitlines()
    assert "Not beside Calico: Cilium." in lines
    assert "Could be instead: Cilium as mesh (needs Cilium), Istio (ambient)." in lines
