"""Questions drawn on a terminal: questionary, with the keys and the judging it lacks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.formatted_text import ANSI, FormattedText
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.key_processor import KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.styles import Style
from questionary.prompts.common import InquirerControl

from scaffold.wizard.guard import bind, guard
from scaffold.wizard.question import BACK, Line, Marks, Menu, Signal, Text
from scaffold.wizard.width import clip, uncoloured, wrap

KEYS: Mapping[Keys, Signal] = {Keys.Escape: BACK, Keys.ControlB: BACK}
ESCAPE_SECONDS = 0.05
"""How long a lone Esc waits for the rest of a sequence."""
STYLE = Style(
    [
        ("qmark", "fg:ansiblue bold"),
        ("question", "bold"),
        ("pointer", "fg:ansiblue bold"),
        ("highlighted", "bold"),
        ("disabled", "fg:ansibrightblack"),
        ("instruction", "fg:ansibrightblack"),
        ("answer", ""),
    ]
)
COLUMN = 28
"""Characters of the column before answers."""
PICK = "Enter picks, Esc back, F1 why, type to filter"
MARK = "Space marks, Enter takes, Esc back, F1 why"
TYPE = "Enter takes, Esc back, F1 why"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A terminal that can be drawn on."""

    input: Input
    output: Output

    @classmethod
    def here(cls) -> "Prompt":
        """The terminal of this process, with its streams redirected or not."""
        return cls(create_input(always_prefer_tty=True), create_output(always_prefer_tty=True))

    def pick(self, question: Menu) -> str | Signal:
        """One line of a menu."""
        drawn = questionary.select(
            self._title(question.title),
            choices=[_choice(line) for line in question.lines],
            default=_possible(question),
            instruction=self._keys(question.note, PICK),
            use_search_filter=True,
            use_jk_keys=False,
            **self._look(),
        )
        guard(drawn)
        answer: str | Signal = self._ask(drawn, question.why)
        return answer

    def mark(self, question: Marks) -> tuple[str, ...] | Signal:
        """Any number of lines; what a mark makes impossible is greyed at once."""
        drawn = questionary.checkbox(
            self._title(question.title),
            choices=[_choice(line, line.value in question.marked) for line in question.lines],
            instruction=self._keys(question.note, MARK),
            validate=lambda marked: question.check(marked) or True,
            use_search_filter=True,
            use_jk_keys=False,
            **self._look(),
        )
        _grey(guard(drawn, lambda control: _grey(control, question)), question)
        answer = self._ask(drawn, question.why)
        return answer if isinstance(answer, Signal) else tuple(answer)

    def text(self, question: Text) -> str | Signal:
        """A line of text, checked on Enter."""
        look = {k: v for k, v in self._look().items() if k != "pointer"}
        drawn = questionary.text(
            f"{self._title(question.title)} {self._keys(question.note, TYPE)}\n ",
            default=question.default,
            validate=lambda text: question.check(text.strip()) or True,
            validate_while_typing=False,
            **look,
        )
        answer: str | Signal = self._ask(drawn, question.why)
        return answer if isinstance(answer, Signal) else answer.strip()

    def tell(self, text: str) -> None:
        """Lines that stay on the screen; coloured ones as they are."""
        if text != uncoloured(text):
            print_formatted_text(ANSI(text), output=self.output)
            return
        lines = "\n".join(wrap(text, self._width()))
        style = "bold" if text.startswith("!") else ""
        print_formatted_text(FormattedText([(style, lines)]), output=self.output)

    def _ask(self, question: questionary.Question, why: str) -> Any:
        """The answer, or a Signal. F1 prints above the question, which stays as it is."""
        keys = KeyBindings()
        for key, signal in KEYS.items():
            keys.add(key, eager=True)(_leave_with(signal))
        keys.add(Keys.F1, eager=True)(lambda event: self.tell(why))
        bind(question, keys)
        question.application.ttimeoutlen = question.application.timeoutlen = ESCAPE_SECONDS
        return question.unsafe_ask()  # ask() would turn Ctrl-C into None

    def _width(self) -> int:
        return self.output.get_size().columns - 1

    def _title(self, title: str) -> str:
        return clip(title, self._width() - 3) + "\n"

    def _keys(self, note: str, keys: str) -> str:
        """The second line: the note, and the keys as far as they fit."""
        room = self._width() - 3
        if not note or len(note) + 2 > room:
            return " " + clip(note or keys, room)
        parts = keys.split(", ")
        while parts and len(note) + 2 + len(", ".join(parts)) > room:
            parts = parts[:-1]
        return f" {note}; {', '.join(parts)}" if parts else f" {note}"

    def _look(self) -> dict[str, Any]:
        return {
            "pointer": ">",
            "style": STYLE,
            "erase_when_done": True,
            "input": self.input,
            "output": self.output,
        }


def _words(line: Line) -> str:
    if not line.answer:
        return line.label
    return f"{clip(line.label, COLUMN):<{COLUMN}} {line.answer}"


def _choice(line: Line, marked: bool = False) -> questionary.Choice:
    barred = line.barred or None
    return questionary.Choice(
        _words(line) + ("" if barred else line.mark),
        line.value,
        disabled=barred,
        checked=marked,
        description=line.about or None,
    )


def _possible(question: Menu) -> str:
    """questionary refuses a default that is greyed."""
    fit = [line.value for line in question.lines if not line.barred]
    return question.at if question.at in fit else fit[0]


def _grey(control: InquirerControl, question: Marks) -> None:
    marked = [str(c.value) for c in control.get_selected_values()]
    now = question.live(marked)
    for choice, line in zip(control.choices, question.lines, strict=True):
        choice.disabled = None if line.value in marked else now.get(line.value) or line.barred
        choice.title = line.label if choice.disabled else line.label + line.mark


def _leave_with(signal: Signal) -> Callable[[KeyPressEvent], None]:
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result=signal)

    return leave
