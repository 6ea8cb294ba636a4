"""The last screen: every answer on a line, and what can be done with them. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.constraints import complete
from scaffold.errors import Problem
from scaffold.model.answers import Answers
from scaffold.wizard import menu
from scaffold.wizard.course import SETTINGS, Course
from scaffold.wizard.flow import Said
from scaffold.wizard.question import Line, Menu
from scaffold.wizard.start import FRAME
from scaffold.wizard.value import text_of

WRITE, PLAN, LEAVE = "= write", "= plan", "= leave"
"""Actions; an equals sign is in no row's name."""
TITLES = {
    "project": "Project name",
    "platform": "Platform",
    "kubernetes": "Kubernetes version",
    "stacks": "Stacks",
}
WHY = (
    "Enter on a line edits it and comes back. (changed) differs from what is recommended, or from"
    " the repository's answers. A line with ! has to be mended before anything is written. Type to"
    " find a line."
)


def review(course: Course, said: Said, at: str = "") -> Menu:
    """The menu of the review, pointing at the first fault, at a line, or at the writing."""
    whole = course.whole(said)
    faults = course.faults(said)
    lines = [*_frame(course, whole), *_rows(course, whole, faults), *_settings(course, said)]
    lines += _strays(lines, faults)
    bad = [line.value for line in lines if line.value in faults]
    wrong = f"mend {len(bad)} line{'s' * (len(bad) > 1)} marked !" if bad else ""
    lines += _actions(wrong)
    known = [line.value for line in lines]
    first = bad[0] if bad else at if at in known else WRITE
    note = menu.cost(course.catalogue, whole).removesuffix(" so far")
    return Menu("Review", lines, first, note, WHY)


def _actions(wrong: str) -> Iterator[Line]:
    yield Line(
        WRITE, "Write the repository", barred=wrong, about="Shows the plan, and asks once more"
    )
    yield Line(PLAN, "Show the plan", barred=wrong, about="What would be written; nothing is")
    yield Line(LEAVE, "Quit, keep my answers", about="The same command resumes here")


def _line(key: str, title: str, answer: str, about: str) -> Line:
    return Line(key, title, answer, about=about)


def _frame(course: Course, whole: Answers) -> Iterator[Line]:
    for key in FRAME:
        value = getattr(whole, key)
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        named = menu.PLATFORMS[text] if key == "platform" else text
        known = course.start.answers if course.start.reviewing else None
        mark = " (changed)" if known and value != getattr(known, key) else ""
        yield _line(key, TITLES[key], named + mark, "")


def _before(course: Course, whole: Answers) -> Mapping[str, tuple[str, ...]]:
    """What "(changed)" is against: the repository's answers, or the recommended."""
    if course.start.reviewing and course.start.answers:
        return complete(course.catalogue, course.start.answers).choices
    bare = Answers(project=whole.project, platform=whole.platform, kubernetes=whole.kubernetes)
    return complete(course.catalogue, bare).choices


def _rows(course: Course, whole: Answers, faults: Mapping[str, Problem]) -> Iterator[Line]:
    before = _before(course, whole)
    for row in course.catalogue.rows:
        chosen = whole.choices.get(row.id)
        text = "not answered" if chosen is None else menu.titles(row, chosen)
        changed = chosen is not None and chosen != before.get(row.id, ())
        problem = faults.get(row.id)
        about = [o.summary for o in row.options if o.id in (chosen or ())]
        if problem:
            said = menu.short(course.catalogue, problem, f"{row.id}/{(chosen or ('',))[-1]}")
            yield _line(row.id, row.title, f"! {text}: {said}", f"{said}. {problem.hint}")
        else:
            text += " (changed)" * changed
            yield _line(row.id, row.title, text, ". ".join(about) or row.question)


def _settings(course: Course, said: Said) -> Iterator[Line]:
    for setting in course.open_settings(course.answers(said)):
        value: Any = said.get(SETTINGS + setting.key, "")
        text = "set it later" if value == "" else text_of(value)
        yield _line(SETTINGS + setting.key, setting.key, text, setting.description)


def _strays(lines: list[Line], faults: Mapping[str, Problem]) -> Iterator[Line]:
    """Faults that stand on no line of their own; Enter shows them again."""
    known = {line.value for line in lines}
    for key, problem in faults.items():
        if key not in known:
            yield _line(key, key, f"! {problem.what}", problem.hint)
