"""The run of the wizard: draw, ask, judge, keep, until the user writes or leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from scaffold.answers import load
from scaffold.errors import Problem
from scaffold.model.blueprint import Catalogue
from scaffold.wizard import draft, menu
from scaffold.wizard.ask import names, question
from scaffold.wizard.course import FILE, ROWS, SETTINGS, Course
from scaffold.wizard.flow import REVIEW, Said, State, answer, edit
from scaffold.wizard.opening import begin_from, opening, take
from scaffold.wizard.question import QUIT, Io, Line, Menu, Signal, Text, said
from scaffold.wizard.review import LEAVE, PLAN, TITLES, WRITE, review
from scaffold.wizard.start import Result, Start, Stopped
from scaffold.wizard.terminal import wants_plain
from scaffold.wizard.value import value_of


def run(catalogue: Catalogue, start: Start, io: Io | None = None) -> Result:
    """The answers and what to do with them. Nothing but the draft is written.

    Raises Stopped where the user leaves with Ctrl-C or Ctrl-D, after the answers were kept, and
    whatever `start.show_plan` raises.
    """
    try:
        run_ = Run(Course(catalogue, start), io or _adapter(start))
        state = opening(run_.course, run_.io)
        while True:
            state, done = run_.review(state) if state.at == REVIEW else run_.ask(state)
            if done:
                return Result(run_.course.whole(state.said), done)
    except (KeyboardInterrupt, EOFError):
        raise Stopped(bool(draft.load(start.target))) from None


def _adapter(start: Start) -> Io:
    """The terminal as it is: drawn, or numbered."""
    if start.plain or wants_plain():
        from scaffold.wizard.plain import Plain

        return Plain.here()
    from scaffold.wizard.prompt import Prompt

    return Prompt.here()


SURE = "Until you say yes, nothing is written."
Outcome = Literal["write", "plan", "quit"]
Step = tuple[State, Outcome | None]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: a course, and a terminal to hold it on."""

    course: Course
    io: Io

    def ask(self, state: State) -> Step:
        """One question."""
        told = question(self.course, state)
        reply = said(self.io, told)
        if reply is QUIT:
            return state, "quit"
        if isinstance(reply, Signal):
            return answer(state, reply, self.course.order), None
        value = self._value(state, reply)
        after = answer(state, value, self.course.order)
        after = replace(after, said=self._effects(state.at, after.said))
        self._echo(state.at, told, value)
        self._tell_lost(state, after.said)
        self._tell_skipped(state, after)
        self.keep(after.said)
        return after, None

    def keep(self, said: Said) -> None:
        """Keep the answers for the next run."""
        draft.save(self.course.start.target, said)

    def _value(self, state: State, reply: Any) -> Any:
        """The reply in the type that answers have."""
        row = self.course.catalogue.row(state.at)
        if row and isinstance(reply, str):
            return () if reply == menu.NONE else (reply,)
        if row:
            return menu.ordered(row, self.course.answers(state.said), reply)
        if state.at == "stacks":
            return names(reply)
        if state.at.startswith(SETTINGS):
            return value_of(self._setting(state.at), reply)
        return reply

    def _setting(self, at: str) -> Any:
        key = at.removeprefix(SETTINGS)
        known = (s for b in self.course.catalogue.blueprints() for s in b.config)
        return next(s for s in known if s.key == key)

    def _effects(self, at: str, said: Said) -> Said:
        if at == "start":
            return begin_from(self.course, said)
        if at == FILE:
            path = str(said[FILE])
            answers = load(Path(path).expanduser().read_bytes(), path)
            whole = take(self.course, said, answers)
            for sentence in self.course.lost(whole):
                self.io.tell(f"! {sentence}")
            return self.course.known(whole)
        return said

    def _echo(self, at: str, told: Any, value: Any) -> None:
        """What was answered stays on the screen in one line."""
        row = self.course.catalogue.row(at)
        if row:
            self.io.tell(f"  {row.title}: {menu.titles(row, value)}")
        elif isinstance(told, Menu):
            line = next(x for x in told.lines if x.value == value)
            self.io.tell(f"  {told.title}: {line.label}")
        elif isinstance(told, Text):
            text = ", ".join(value) if isinstance(value, tuple) else value
            self.io.tell(f"  {TITLES.get(at, told.title)}: {text if text != '' else 'later'}")

    def _tell_lost(self, before: State, said: Said) -> None:
        """An answer that this one made impossible is told, and stays to be asked again."""
        judged = self.course.whole if before.editing else self.course.answers
        known = self.course.clashes(judged(before.said))
        for row_id, problem in self.course.clashes(judged(said)).items():
            row = self.course.catalogue.row(row_id)
            if row and row_id != before.at and known.get(row_id) != problem:
                self._tell_one(row_id, problem, said)

    def _tell_skipped(self, before: State, after: State) -> None:
        """Rows between two questions that the platform leaves nothing to pick in."""
        rows = self.course.catalogue.rows
        ids = [row.id for row in rows]
        asked = before.at in ids or before.at == "start"
        if before.editing or after.said.get("start") != ROWS or not asked:
            return
        first = ids.index(before.at) + 1 if before.at in ids else 0
        last = ids.index(after.at) if after.at in ids else len(ids)
        answers = self.course.answers(after.said)
        for row in rows[first:last]:
            if row.ask == "always" and self.course.empty(row, answers):
                self.io.tell(f"  {row.title}: nothing to choose here; left out")

    def _tell_one(self, row_id: str, problem: Problem, said: Mapping[str, Any]) -> None:
        row = self.course.catalogue.row(row_id)
        refs = [ref for ref in problem.refs if ref.startswith(f"{row_id}/")]
        if row and refs:
            named = menu.titles(row, [refs[0].partition("/")[2]])
            because = menu.short(self.course.catalogue, problem, refs[0])
            self.io.tell(f"! {row.title}: {named} is no longer possible ({because}); pick another.")

    def review(self, state: State) -> Step:
        """The review: edit a line, see the plan, write, leave."""
        menu_ = review(self.course, state.said, state.edited)
        reply = self.io.pick(menu_)
        if reply in (QUIT, LEAVE):
            self.keep(state.said)
            return state, "quit"
        if isinstance(reply, Signal):
            return answer(state, reply, self.course.order), None
        if reply in (PLAN, WRITE):
            return self._finish(state, reply)
        return edit(state, reply), None

    def _finish(self, state: State, reply: str) -> Step:
        show = self.course.start.show_plan
        if show is None:
            return state, "write" if reply == WRITE else "plan"
        target = self.course.start.target
        self.io.tell(f"The plan for {target}:")
        self.io.tell(show(self.course.whole(state.said)))
        if reply == PLAN:
            return state, None
        lines = (Line("yes", "Yes, write it"), Line("no", "No, back to the review"))
        sure = self.io.pick(Menu(f"Write to {target}?", lines, "yes", why=SURE))
        if sure is QUIT:
            return state, "quit"
        return state, "write" if sure == "yes" else None
