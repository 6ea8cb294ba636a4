"""The state machine alone: every path without a terminal."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.constraints import problems
from scaffold.wizard import Start
from scaffold.wizard.ask import question
from scaffold.wizard.course import Course
from scaffold.wizard.flow import REVIEW, Said, State, answer, edit, resume
from scaffold.wizard.question import BACK, Marks, Menu
from scaffold.wizard.review import review
from scaffold.wizard.run import Run
from tests.wizard.rows import SMALL
from tests.wizard.script import Script


def three(said: Said) -> Sequence[str]:
    return ("a", "b", "c")


def longer(said: Said) -> Sequence[str]:
    return ("a", "more", "b") if said.get("a") == "yes" else ("a", "b")


def test_an_answer_leads_to_the_next_question() -> None:
    assert answer(State("a", {}), 1, three) == State("b", {"a": 1})


def test_the_last_answer_leads_to_the_review() -> None:
    assert answer(State("c", {}), 1, three) == State(REVIEW, {"c": 1})


def test_back_leads_to_the_question_before_and_forgets_nothing() -> None:
    assert answer(State("b", {"a": 1, "b": 2}), BACK, three) == State("a", {"a": 1, "b": 2})


def test_back_from_the_first_question_leads_nowhere() -> None:
    assert answer(State("a", {}), BACK, three) == State("a", {})


def test_back_from_the_review_leads_to_the_last_question() -> None:
    assert answer(State(REVIEW, {}), BACK, three) == State("c", {})


def test_an_answer_can_bring_questions() -> None:
    assert answer(State("a", {}), "yes", longer).at == "more"
    assert answer(State("a", {}), "no", longer).at == "b"


def test_an_edited_question_leads_to_the_review() -> None:
    state = edit(State(REVIEW, {"a": 1, "b": 2, "c": 3}), "a")
    assert (state.at, state.editing) == ("a", True)
    after = answer(state, 9, three)
    assert after == State(REVIEW, {"a": 9, "b": 2, "c": 3}, edited="a")
    assert answer(state, BACK, three) == State(REVIEW, state.said, edited="a")


def test_resuming_finds_the_first_open_question() -> None:
    assert resume({"a": 1, "c": 3}, three).at == "b"
    assert resume({"a": 1, "b": 2, "c": 3}, three).at == REVIEW


def taken(course: Course, state: State, number: int) -> Any:
    """Some answer that the question at hand allows."""
    asked = question(course, state)
    if isinstance(asked, Menu):
        fit = [line.value for line in asked.lines if not line.barred]
        return fit[number % len(fit)]
    if isinstance(asked, Marks):
        marked: list[str] = []
        for at, line in enumerate(asked.lines):
            if number >> at & 1 and not line.barred and not asked.live(marked).get(line.value):
                marked.append(line.value)
        return tuple(marked)
    if state.at == "kubernetes":
        return ("1.37", "1.41")[number % 2]
    return asked.default


def walked(course: Course, moves: Sequence[tuple[bool, int]]) -> State:
    """The state after moves: (back?, which answer or which line of the review)."""
    run_ = Run(course, Script([]))
    state = resume({}, course.order)
    for back, number in moves:
        if state.at == REVIEW and not back:
            lines = [x for x in review(course, state.said).lines if not x.value.startswith("=")]
            state = edit(state, lines[number % len(lines)].value)
        elif back:
            state = answer(state, BACK, course.order)
        else:
            reply = run_._value(state, taken(course, state, number))
            if (state.at, reply) != ("start", "file"):
                state = answer(state, reply, course.order)
    return state


MOVES = st.lists(st.tuples(st.sampled_from((False, False, False, True)), st.integers(0, 15)))


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_whatever_is_answered_the_review_judges_as_the_rules_do(
    moves: list[tuple[bool, int]],
) -> None:
    course = Course(SMALL, Start(target="acme", project="acme"))
    state = walked(course, moves)
    assert state.at == REVIEW or state.editing or state.at in course.order(state.said)
    wrong = problems(SMALL, course.whole(state.said))
    shown = review(course, state.said)
    write = next(line for line in shown.lines if line.value == "= write")
    assert bool(write.barred) == bool(wrong)
    flagged = [line for line in shown.lines if line.answer.startswith("! ")]
    assert bool(flagged) == bool(wrong)
