"""What plain questionary gets wrong with a filter: the day one of these passes, less guard is due.

The same keys do the right thing with our guard: `test_wizard_prompt.py`.
"""

from typing import Any

import pytest
import questionary
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from questionary import Choice, Separator

from tests.wizard.keyboard import BACKSPACE, DOWN, ENTER

pytestmark = pytest.mark.timeout(20)
CHOICES = [
    Choice("Traefik", "traefik"),
    Choice("HAProxy", "haproxy"),
    Choice("NGINX (retired)", "nginx", disabled="retired"),
    Separator("-- cloud --"),
    Choice("Istio gateway", "istio"),
]


def plain(keys: str) -> Any:
    with create_pipe_input() as keyboard:
        keyboard.send_text(keys)
        question = questionary.select(
            "Ingress",
            choices=CHOICES,
            use_search_filter=True,
            use_jk_keys=False,
            input=keyboard,
            output=DummyOutput(),
        )
        return question.unsafe_ask()


upstream = pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="questionary 2.1 judges the unfiltered line"
)


@upstream
def test_a_greyed_line_is_not_picked_under_a_filter() -> None:
    assert plain("ngi" + ENTER + BACKSPACE * 3 + "hapr" + ENTER) == "haproxy"


@upstream
def test_a_separator_is_not_picked_under_a_filter() -> None:
    assert plain("cloud" + ENTER + BACKSPACE * 5 + "hapr" + ENTER) == "haproxy"


@upstream
def test_a_filter_that_matches_nothing_picks_nothing() -> None:
    assert plain("zzz" + ENTER + BACKSPACE * 3 + "hapr" + ENTER) == "haproxy"


@upstream
def test_every_line_under_a_filter_can_be_reached() -> None:
    """`e` is in Traefik, in NGINX (retired), which is skipped, and in Istio gateway."""
    assert plain("e" + DOWN + ENTER) == "istio"
