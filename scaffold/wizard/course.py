"""From what was said to Answers, and to the questions that are still to come. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.constraints import asked, barred, clashes, complete, problems, settings
from scaffold.errors import Problem
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue, Row
from scaffold.model.release import Setting
from scaffold.wizard.flow import Said
from scaffold.wizard.start import FRAME, Start

RECOMMENDED, ROWS, FILE = "recommended", "rows", "file"
"""What to start from."""
SETTINGS = "settings."


@dataclass(frozen=True, slots=True)
class Course:
    """The questions of one run, over one catalogue."""

    catalogue: Catalogue
    start: Start
    _bare: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    """(row, platform, Kubernetes version) -> whether nothing in the row can be picked."""

    def answers(self, said: Said) -> Answers:
        """What was said, as Answers; rows that were not answered are not there."""
        known = self.start.answers or Answers(project=self.start.project, platform="bare-metal")
        frame = {key: said.get(key, getattr(known, key)) for key in FRAME}
        choices = {row.id: said[row.id] for row in self.catalogue.rows if row.id in said}
        whole = Answers(**frame, choices=choices)
        for row in self.catalogue.rows:
            if row.id not in said and row.optional and self.empty(row, whole):
                choices[row.id] = ()
        bare = Answers(**frame, choices=choices)
        return Answers(**frame, choices=choices, settings=self._settings(bare, said))

    def _settings(self, answers: Answers, said: Said) -> Mapping[str, Any]:
        """Values said, but for those whose option is gone again."""
        kept = {s.key for s in self.open_settings(answers)}
        kept |= set(self.start.answers.settings) if self.start.answers else set()
        named = {k.removeprefix(SETTINGS): v for k, v in said.items() if k.startswith(SETTINGS)}
        return {key: value for key, value in named.items() if key in kept and value != ""}

    def whole(self, said: Said) -> Answers:
        """The answers with every recommendation written out."""
        return complete(self.catalogue, self.answers(said))

    def open_settings(self, answers: Answers) -> tuple[Setting, ...]:
        """The settings without a default that these answers come to."""
        return settings(self.catalogue, complete(self.catalogue, answers))

    def empty(self, row: Row, answers: Answers) -> bool:
        """Whether the platform or the Kubernetes version leaves nothing to pick in a row."""
        key = (row.id, answers.platform, answers.kubernetes)
        if key not in self._bare:
            alone = Answers(project="", platform=key[1], kubernetes=key[2])
            self._bare[key] = all(barred(self.catalogue, alone, o.ref) for o in row.options)
        return self._bare[key]

    def rows(self, said: Said) -> tuple[Row, ...]:
        """The rows to ask, by position."""
        answers = self.answers(said)
        return tuple(
            row
            for row in asked(self.catalogue, answers)
            if row.id not in self.start.given and not self.empty(row, answers)
        )

    def order(self, said: Said) -> tuple[str, ...]:
        """The questions: the frame, what to start from, rows, settings. A `flow.Order`."""
        ids = [] if self.start.reviewing else [*FRAME, "start"]
        if said.get("start") == FILE and ids:
            ids.append(FILE)
        if said.get("start") == ROWS and ids:
            ids += [row.id for row in self.rows(said)]
        if said.get("start") and ids:
            ids += [SETTINGS + s.key for s in self.open_settings(self.answers(said))]
        return tuple(x for x in ids if x not in self.start.given)

    def faults(self, said: Said) -> Mapping[str, Problem]:
        """Question -> what is wrong with the whole, each at the last row concerned."""
        return self._placed(problems(self.catalogue, self.whole(said)))

    def clashes(self, answers: Answers) -> Mapping[str, Problem]:
        """Question -> what no later answer can mend."""
        return self._placed(clashes(self.catalogue, answers))

    def _placed(self, found: tuple[Problem, ...]) -> Mapping[str, Problem]:
        placed: dict[str, Problem] = {}
        for problem in found:
            placed.setdefault(self._place(problem), problem)
        return placed

    def _place(self, problem: Problem) -> str:
        rows = [row.id for row in self.catalogue.rows]
        concerned = [ref.partition("/")[0] for ref in problem.refs]
        known = [row for row in concerned if row in rows]
        fallback = problem.where.partition("/")[0]
        return max(known, key=rows.index) if known else fallback

    def lost(self, said: Said) -> Iterator[str]:
        """What of the answers the catalogue does not know, as sentences."""
        for name, value in said.items():
            row = self.catalogue.row(name)
            for option in value if row and isinstance(value, tuple) else ():
                if row and row.find(option) is None:
                    yield f"{row.title}: there is no '{option}' any more; dropped."
            if row is None and name not in (*FRAME, "start", FILE) and SETTINGS not in name:
                yield f"There is no row '{name}' any more; dropped."

    def known(self, said: Said) -> dict[str, Any]:
        """The answers without what the catalogue does not know."""
        kept: dict[str, Any] = {}
        for name, value in said.items():
            row = self.catalogue.row(name)
            if name in (*FRAME, "start", FILE) or name.startswith(SETTINGS):
                kept[name] = value
            elif row and isinstance(value, tuple):
                options = tuple(o for o in value if row.find(o))
                if options or not value:
                    kept[name] = options
        return kept
