"""The wizard on the real catalogue: every row can be asked, on every platform."""

from pathlib import Path
from typing import Any

import pytest

from scaffold.constraints import problems
from scaffold.model.blueprint import Catalogue
from scaffold.model.release import PLATFORMS
from scaffold.wizard import Start, run
from scaffold.wizard.ask import question, why
from scaffold.wizard.course import Course
from scaffold.wizard.flow import State
from scaffold.wizard.question import Marks, Menu, Text


class Agreeing:
    """A person who goes row by row and takes whatever is pointed at."""

    def __init__(self, platform: str) -> None:
        self.platform = platform
        self.titles: list[str] = []

    def pick(self, question: Menu) -> str:
        self.titles.append(question.title)
        said = {"Platform": self.platform, "Start from": "rows"}.get(question.title, question.at)
        line = next(line for line in question.lines if line.value == said)
        assert not line.barred, f"{question.title}: {line.label} is greyed: {line.barred}"
        return said

    def mark(self, question: Marks) -> tuple[str, ...]:
        self.titles.append(question.title)
        return tuple(question.marked)

    def text(self, question: Text) -> str:
        return question.default

    def tell(self, text: str) -> None:
        assert not text.startswith("!"), text


@pytest.mark.parametrize("platform", PLATFORMS)
def test_whoever_agrees_to_everything_gets_what_is_recommended(
    real: Catalogue, platform: str, tmp_path: Path
) -> None:
    io: Any = Agreeing(platform)
    result = run(real, Start(target=str(tmp_path), project="acme"), io)
    assert result.outcome == "write"
    assert problems(real, result.answers) == ()
    for row in real.rows:
        if row.ask == "always" and row.recommended(platform) is not None:
            assert result.answers.choices[row.id] == row.recommended(platform)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_menu_fits_a_narrow_terminal(real: Catalogue, platform: str) -> None:
    course = Course(real, Start(target="acme", project="acme"))
    for row in real.rows:
        asked = question(course, State(row.id, {"platform": platform, "start": "rows"}))
        assert not isinstance(asked, Text)
        assert len(asked.title) <= 56
        assert max((len(line.label) for line in asked.lines), default=0) <= 44
        assert max((len(line.barred) for line in asked.lines), default=0) <= 60


def test_f1_has_something_to_say_about_every_row(real: Catalogue) -> None:
    course = Course(real, Start(target="acme", project="acme"))
    for row in real.rows:
        said = why(course, State(row.id, {}))
        assert said.startswith(f"{row.question}\n{row.why}\n")
        assert all(f"  {option.title}: " in said for option in row.options)
