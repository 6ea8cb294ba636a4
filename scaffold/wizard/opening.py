"""What is said before the first question: by the repository, the command line, a draft, a file."""

from collections.abc import Mapping
from typing import Any

from scaffold.constraints import said as underived
from scaffold.model.answers import Answers
from scaffold.wizard import draft
from scaffold.wizard.course import RECOMMENDED, ROWS, SETTINGS, Course
from scaffold.wizard.flow import Said, State, resume
from scaffold.wizard.question import Io
from scaffold.wizard.start import FRAME


def opening(course: Course, io: Io) -> State:
    """The first question: that of the draft where there is one."""
    start = course.start
    given = _given(course)
    if start.fresh:
        draft.delete(start.target)
    kept = draft.load(start.target)
    state = _state(course, io, {**kept, **given} if not start.reviewing else {**given, **kept})
    order = course.order(state.said)
    if kept and order:
        done = len([x for x in order if x in state.said])
        io.tell(f"Resuming your unfinished answers ({done} of {len(order)}).")
    elif kept:
        io.tell("Resuming your unfinished answers.")
    return state


def _state(course: Course, io: Io, said: Said) -> State:
    for sentence in course.lost(said):
        io.tell(f"! {sentence}")
    return resume(course.known(said), course.order)


def _given(course: Course) -> Mapping[str, Any]:
    """Everything where the run opens at the review, else what is not asked."""
    if course.start.answers is None:
        return {}
    said = sayings(course, course.start.answers)
    if course.start.reviewing:
        return said
    return {key: value for key, value in said.items() if key in course.start.given}


def sayings(course: Course, answers: Answers) -> dict[str, Any]:
    """Answers as said; rows that only others want follow the others, unless they do not."""
    said: dict[str, Any] = {key: getattr(answers, key) for key in FRAME}
    said |= {row: tuple(v) for row, v in underived(course.catalogue, answers).choices.items()}
    return said | {SETTINGS + key: value for key, value in answers.settings.items()}


def begin_from(course: Course, said: Said) -> Said:
    """After "start from": recommendations take the place of rows that were answered before."""
    if said.get("start") != RECOMMENDED:
        return said
    rows = {row.id for row in course.catalogue.rows} - course.start.given
    return {key: value for key, value in said.items() if key not in rows}


def take(course: Course, said: Said, answers: Answers) -> Said:
    """The answers of a file in place of what was said; the project keeps its name."""
    rows = {row.id for row in course.catalogue.rows}
    stay = {k: v for k, v in said.items() if k not in rows or k in course.start.given}
    new = {k: v for k, v in sayings(course, answers).items() if k not in course.start.given}
    return {**stay, **new, "project": said["project"]} if "project" in said else {**stay, **new}


def counted(course: Course, said: Said, row: str) -> str:
    """`[7/22] `: where a row stands among those that are asked; empty for the others."""
    ids = [r.id for r in course.rows(said)] if said.get("start") == ROWS else []
    return f"[{ids.index(row) + 1}/{len(ids)}] " if row in ids else ""
