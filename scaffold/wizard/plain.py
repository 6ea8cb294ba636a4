"""The same questions as numbered lines: for screen readers, and terminals that cannot be drawn on.

One question at a time, nothing is redrawn, no colour.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from scaffold.wizard.question import BACK, QUIT, Line, Marks, Menu, Signal, Text
from scaffold.wizard.terminal import streams
from scaffold.wizard.width import uncoloured, wrap

KEYS = {"b": BACK, "q": QUIT}
HELP = "b back, ? why, q quit"


@dataclass(frozen=True, slots=True)
class Plain:
    """A terminal that is read line by line."""

    into: TextIO
    out: TextIO

    @classmethod
    def here(cls) -> "Plain":
        """The terminal of this process."""
        return cls(*streams())

    def pick(self, question: Menu) -> str | Signal:
        """The number of a line; Enter takes the one that is named."""
        fit = self._lines(question.title, question.note, question.lines)
        values = [line.value for line in fit]
        at = values.index(question.at) + 1 if question.at in values else 1
        while True:
            reply = self._read(f"Number [{at}], {HELP}: ", question.why)
            if reply in KEYS:
                return KEYS[reply]
            number = _number(reply or str(at), len(fit))
            if number:
                return values[number - 1]
            self.tell(f"'{reply}' is not a number from 1 to {len(fit)}.")

    def mark(self, question: Marks) -> tuple[str, ...] | Signal:
        """Numbers separated by commas; 0 for none."""
        fit = self._lines(question.title, question.note, question.lines)
        values = [line.value for line in fit]
        now = ",".join(str(values.index(v) + 1) for v in question.marked if v in values) or "0"
        while True:
            reply = self._read(f"Numbers, 0 for none [{now}], {HELP}: ", question.why)
            if reply in KEYS:
                return KEYS[reply]
            numbers = [_number(n.strip(), len(fit)) for n in (reply or now).split(",")]
            if (reply or now) == "0":
                numbers = []
            fault = _misfit(question, fit, numbers, reply)
            if not fault:
                marked = {values[n - 1] for n in numbers if n}
                return tuple(value for value in values if value in marked)
            self.tell(fault)

    def text(self, question: Text) -> str | Signal:
        """A line; Enter takes what is named."""
        self.tell("")
        self.tell(question.title + (f" ({question.note})" if question.note else ""))
        while True:
            shown = f"[{question.default}], " if question.default else ""
            reply = self._read(f"Answer {shown}{HELP}: ", question.why)
            if reply in KEYS:
                return KEYS[reply]
            fault = question.check(reply or question.default)
            if not fault:
                return reply or question.default
            self.tell(f"{fault}.")

    def tell(self, text: str) -> None:
        """A line, or several."""
        width = shutil.get_terminal_size().columns - 1
        self.out.write("\n".join(wrap(uncoloured(text), width)) + "\n")
        self.out.flush()

    def _lines(self, title: str, note: str, lines: Sequence[Line]) -> list[Line]:
        """Print a menu; those that have a number."""
        self.tell("")
        self.tell(f"{title}: {note}" if note else title)
        fit: list[Line] = []
        for line in lines:
            if line.barred:
                self.tell(f"   -  {line.label}: not possible, {line.barred}")
            else:
                fit.append(line)
                answer = f": {line.answer}" if line.answer else ""
                about = f" - {line.about}" if line.about else ""
                self.tell(f"  {len(fit):>2}. {line.label}{answer}{line.mark}{about}")
        return fit

    def _read(self, prompt: str, why: str) -> str:
        """A line without its end; `?` explains, and asks again. Raises EOFError at the end."""
        while True:
            self.out.write(prompt)
            self.out.flush()
            try:
                line = self.into.readline()
            except KeyboardInterrupt:
                self.tell("")
                raise
            if not line:
                self.tell("")
                raise EOFError
            if line.strip() != "?":
                return line.strip()
            self.tell(why)


def _number(text: str, most: int) -> int:
    """A number from 1 to `most`; 0: it is none."""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= most else 0


def _misfit(question: Marks, fit: Sequence[Line], numbers: Sequence[int], reply: str) -> str:
    """Why these numbers cannot be taken together, as a sentence."""
    if not all(numbers):
        return f"'{reply}' is not a list of numbers from 1 to {len(fit)}."
    marked: list[str] = []
    for number in numbers:
        line = fit[number - 1]
        reason = question.live(marked).get(line.value, "")
        if reason:
            return f"{line.label}: not possible, {reason}."
        marked.append(line.value)
    fault = question.check(marked)
    return f"{fault}." if fault else ""
