"""The drawn questions, driven by keys. The first four are what plain questionary gets wrong."""

import threading
from typing import Any

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from scaffold.wizard import menu
from scaffold.wizard.ask import question
from scaffold.wizard.course import Course
from scaffold.wizard.flow import State
from scaffold.wizard.prompt import Prompt
from scaffold.wizard.question import BACK as WENT_BACK
from scaffold.wizard.question import Line, Menu
from scaffold.wizard.start import Start
from tests.wizard.keyboard import (
    BACK,
    BACKSPACE,
    CTRL_A,
    CTRL_C,
    CTRL_D,
    DOWN,
    ENTER,
    F1,
    MARKS,
    MENU,
    NAME,
    SPACE,
    TAB,
    UP,
    drive,
)
from tests.wizard.rows import SMALL

pytestmark = pytest.mark.timeout(20)


def test_a_greyed_line_is_refused_under_a_filter() -> None:
    assert drive(MENU, "ngi" + ENTER + BACKSPACE * 3 + "hapr" + ENTER) == "haproxy"


def test_a_filter_that_matches_nothing_picks_nothing() -> None:
    assert drive(MENU, "zzz" + ENTER + BACKSPACE * 3 + "hapr" + ENTER) == "haproxy"


def test_every_line_under_a_filter_can_be_reached() -> None:
    assert drive(MENU, "e" + DOWN + ENTER) == "istio"
    assert drive(MENU, "e" + DOWN + DOWN + ENTER) == "traefik"


def test_a_word_that_begins_as_typed_comes_before_one_that_holds_it() -> None:
    lines = (Line("mesh", "Crossplane"), Line("plan", "Show the plan"))
    assert drive(Menu("Review", lines, "mesh"), "plan" + ENTER) == "plan"
    assert drive(Menu("Review", lines, "mesh"), "lan" + ENTER) == "mesh"


def test_moving_where_nothing_can_be_picked_ends() -> None:
    keys = "ngi" + DOWN + UP + ENTER + BACKSPACE * 3 + "isti" + ENTER
    assert drive(MENU, keys) == "istio"


def test_enter_picks_what_is_pointed_at() -> None:
    assert drive(MENU, ENTER) == "traefik"


def test_arrows_skip_greyed_lines() -> None:
    assert drive(MENU, DOWN * 2 + ENTER) == "istio"
    assert drive(MENU, UP + ENTER) == "istio"


def test_a_greyed_default_is_no_error() -> None:
    greyed = Menu("Ingress", MENU.lines, "ingress-nginx")
    assert drive(greyed, ENTER) == "traefik"


def test_keys_that_are_no_letters_are_not_searched_for() -> None:
    assert drive(MENU, TAB + "hapr" + ENTER) == "haproxy"


@pytest.mark.parametrize("asked", [MENU, MARKS, NAME])
def test_ctrl_b_goes_back(asked: Any) -> None:
    assert drive(asked, BACK) is WENT_BACK


def test_a_lone_escape_goes_back() -> None:
    with create_pipe_input() as keyboard:
        typing = threading.Timer(0.5, keyboard.send_text, ["\x1b"])
        typing.start()
        assert Prompt(keyboard, DummyOutput()).pick(MENU) is WENT_BACK
        typing.join()


@pytest.mark.parametrize("asked", [MENU, MARKS, NAME])
def test_ctrl_c_stops(asked: Any) -> None:
    with pytest.raises(KeyboardInterrupt):
        drive(asked, CTRL_C)


@pytest.mark.parametrize("asked", [MENU, MARKS])
def test_ctrl_d_stops_in_a_menu(asked: Any) -> None:
    with pytest.raises(EOFError):
        drive(asked, CTRL_D)


def test_ctrl_d_stops_in_an_empty_text() -> None:
    with pytest.raises(EOFError):
        drive(NAME, BACKSPACE * 4 + CTRL_D)


def test_f1_explains_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(Prompt, "tell", lambda self, text: told.append(text))
    assert drive(MENU, "hapr" + F1 + ENTER) == "haproxy"
    assert told == ["Every cluster needs one."]


def test_enter_takes_the_marks() -> None:
    assert drive(MARKS, ENTER) == ("ebs",)


def test_space_marks_and_takes_the_mark_away() -> None:
    assert drive(MARKS, SPACE + DOWN + SPACE + ENTER) == ("nfs",)


def test_what_a_mark_makes_impossible_cannot_be_marked() -> None:
    assert drive(MARKS, DOWN + SPACE + DOWN + SPACE + ENTER) == ("nfs",)
    assert drive(MARKS, DOWN + SPACE + "rook" + SPACE + ENTER) == ("ebs", "nfs")


def test_a_line_is_possible_again_when_the_mark_is_gone() -> None:
    keys = DOWN + SPACE + SPACE + DOWN + SPACE + ENTER
    assert drive(MARKS, keys) == ("ebs", "rook")


def test_a_greyed_line_cannot_be_marked_under_a_filter() -> None:
    assert drive(MARKS, "old" + SPACE + ENTER) == ("ebs",)


def test_no_key_marks_greyed_lines_by_the_way() -> None:
    assert drive(MARKS, CTRL_A + TAB + ENTER) == ("ebs",)


def test_marks_that_do_not_do_are_refused() -> None:
    def needed(marked: Any) -> str:
        return "" if marked else "mark at least one line with Space"

    least = type(MARKS)("Storage", MARKS.lines, (), check=needed)
    assert drive(least, ENTER + SPACE + ENTER) == ("ebs",)


def test_a_text_is_checked_on_enter_and_asked_again() -> None:
    assert drive(NAME, "1" + ENTER + BACKSPACE + "x" + ENTER) == "acmex"


def test_a_text_is_taken_without_the_blanks_around_it() -> None:
    assert drive(NAME, "  " + ENTER) == "acme"


def test_no_rule_is_judged_while_somebody_types(monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(SMALL, Start(target="acme", project="acme"))
    asked = question(course, State("ingress-controller", {"start": "rows"}))
    judged: list[str] = []
    monkeypatch.setattr(menu, "clashes", lambda *_: judged.append("judged"))
    assert drive(asked, DOWN + "ha" + BACKSPACE * 2 + UP * 5 + "hapr" + ENTER) == "haproxy"
    assert judged == []


def test_a_menu_of_a_hundred_and_twenty_lines_can_be_searched() -> None:
    lines = tuple(Line(f"option-{n}", f"Option {n}") for n in range(120))
    assert drive(Menu("Many", lines, "option-0"), "117" + ENTER) == "option-117"
