"""Which question comes next: a state machine without a terminal. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from scaffold.wizard.question import BACK

Said: TypeAlias = Mapping[str, Any]
"""Question -> answer: a key of the frame, a row, `settings.<key>`."""
Order: TypeAlias = Callable[[Said], Sequence[str]]
"""The questions to ask, given what was said."""
REVIEW = "review"
"""What comes after the last question."""


@dataclass(frozen=True, slots=True)
class State:
    """The question at hand and the answers so far."""

    at: str
    """A question, or `review`."""
    said: Said
    editing: bool = False
    """True when the question was opened from the review and leads back to it."""
    edited: str = ""
    """The question that was opened from the review last."""


def answer(state: State, said: Any, order: Order) -> State:
    """The state after one question was answered, or left by a key."""
    if said is BACK:
        return replace(state, at=_before(state, order(state.said)), editing=False)
    kept = {**state.said, state.at: said}
    if state.editing:
        return State(REVIEW, kept, edited=state.at)
    return State(_after(state.at, order(kept)), kept)


def _before(state: State, ids: Sequence[str]) -> str:
    """An edited question leads to the review; the first one to itself."""
    if state.editing or not ids:
        return REVIEW
    if state.at not in ids:
        return ids[-1]
    return ids[max(0, list(ids).index(state.at) - 1)]


def _after(at: str, ids: Sequence[str]) -> str:
    following = list(ids)[list(ids).index(at) + 1 :] if at in ids else []
    return following[0] if following else REVIEW


def edit(state: State, question: str) -> State:
    """Enter on a line of the review: that question, then back."""
    return replace(state, at=question, editing=True, edited=question)


def resume(said: Said, order: Order) -> State:
    """The first question without an answer; the review when there is none."""
    return State(next((x for x in order(said) if x not in said), REVIEW), said)
