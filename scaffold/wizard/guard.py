"""What questionary's menus lack, without a fork of them.

With a filter questionary 2.1 judges one list and shows another: a greyed line, a separator, or a
line that is not shown could be picked, and moving can miss lines or never end. Here whatever is
shown is what is judged. `InquirerControl` is no public name: hence the pinned minor version.
"""

from collections.abc import Callable

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Always, is_done
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.key_binding.key_processor import KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import ConditionalContainer, Dimension, HSplit, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from questionary.prompts.common import Choice, InquirerControl

from scaffold.wizard.width import clip, wrap

Toggled = Callable[[InquirerControl], None]
DOWN, UP = (Keys.Down, Keys.ControlN), (Keys.Up, Keys.ControlP)
SILENT = (Keys.ControlA, Keys.ControlI)
"""Keys by which questionary would mark greyed lines too."""


def guard(question: questionary.Question, toggled: Toggled | None = None) -> InquirerControl:
    """Judge what is shown, draw it within the width, and say what the pointed line is.

    `toggled` is called after Space on a line; None: one line is picked.
    """
    found = question.application.layout.find_all_controls()
    control = next(c for c in found if isinstance(c, InquirerControl))
    marks = toggled is not None
    _search(control)
    control.text = lambda: _drawn(control, marks)
    keys = KeyBindings()
    _moving(control, keys)
    keys.add(Keys.ControlD, eager=True)(lambda event: event.app.exit(exception=EOFError))
    if toggled is not None:
        _marking(control, keys, toggled)
    else:
        _picking(control, keys)
    bind(question, keys)
    _describe(question, control)
    return control


def bind(question: questionary.Question, keys: KeyBindings) -> None:
    """Keys that win over those the question already has."""
    app = question.application
    app.key_bindings = merge_key_bindings([app.key_bindings, keys]) if app.key_bindings else keys


def shown(control: InquirerControl) -> list[Choice]:
    """The lines on the screen: none where the filter matches nothing."""
    lines: list[Choice] = control.filtered_choices
    return lines if control.found_in_search or not control.search_filter else []


def _fits(choice: Choice) -> bool:
    return not choice.disabled and not isinstance(choice, questionary.Separator)


def pointed(control: InquirerControl) -> Choice | None:
    """The line under the pointer, if it can be picked."""
    lines = shown(control)
    if control.pointed_at < len(lines) and _fits(lines[control.pointed_at]):
        return lines[control.pointed_at]
    return None


def _search(control: InquirerControl) -> None:
    """Typing moves the pointer to the first shown line that can be picked."""
    add = control.add_search_character

    def typed(char: Keys) -> None:
        blank_first = str(char) == " " and not control.search_filter
        if char == Keys.Backspace or not (isinstance(char, Keys) or blank_first):
            add(char)
            settle(control)

    control.add_search_character = typed  # type: ignore[method-assign]


def settle(control: InquirerControl) -> None:
    """Point at the first line with a word that begins as typed, else at the first that fits."""
    lines, typed = shown(control), (control.search_filter or "").lower()
    fit = [at for at, choice in enumerate(lines) if _fits(choice)]
    words = [at for at in fit if f" {typed}" in f" {lines[at].title}".lower()]
    control.pointed_at = next(iter((*words, *fit)), 0)


def _moving(control: InquirerControl, keys: KeyBindings) -> None:
    def by(step: int) -> Callable[[KeyPressEvent], None]:
        def move(event: KeyPressEvent) -> None:
            fit = [at for at, choice in enumerate(shown(control)) if _fits(choice)]
            ahead = [at for at in fit[::step] if (at - control.pointed_at) * step > 0]
            if fit:
                control.pointed_at = ahead[0] if ahead else fit[::step][0]

        return move

    for step, names in ((1, DOWN), (-1, UP)):
        for key in names:
            keys.add(key, eager=True)(by(step))


def _picking(control: InquirerControl, keys: KeyBindings) -> None:
    @keys.add(Keys.ControlJ, eager=True)
    @keys.add(Keys.ControlM, eager=True)
    def accept(event: KeyPressEvent) -> None:
        line = pointed(control)
        if line is None:
            event.app.output.bell()
            return
        control.is_answered = True
        event.app.exit(result=line.value)


def _marking(control: InquirerControl, keys: KeyBindings, toggled: Toggled) -> None:
    for key in SILENT:
        keys.add(key, eager=True)(lambda event: event.app.output.bell())

    @keys.add(" ", eager=True)
    def toggle(event: KeyPressEvent) -> None:
        line = pointed(control)
        if line is None:
            event.app.output.bell()
            return
        marked = control.selected_options
        control.selected_options = (
            [v for v in marked if v != line.value]
            if line.value in marked
            else [*marked, line.value]
        )
        toggled(control)


def _drawn(control: InquirerControl, marks: bool) -> StyleAndTextTuples:
    """The lines, none wider than the terminal."""
    width = get_app().output.get_size().columns
    lines = shown(control)
    if not lines:
        return [("class:disabled", clip("   nothing matches; Backspace", width - 1))]
    tokens: StyleAndTextTuples = []
    for at, choice in enumerate(lines):
        here = at == control.pointed_at and _fits(choice)
        tokens.append(("class:pointer", " > ") if here else ("", "   "))
        if at == control.pointed_at:
            tokens.append(("[SetCursorPosition]", ""))
        tokens.append((_style(choice, here), clip(_label(control, choice, marks), width - 4)))
        tokens.append(("", "\n"))
    tokens.pop()
    return tokens


def _label(control: InquirerControl, choice: Choice, marks: bool) -> str:
    if choice.disabled:
        return f"- {choice.title} ({choice.disabled})"
    if marks:
        return f"[{'x' if choice.value in control.selected_options else ' '}] {choice.title}"
    return str(choice.title)


def _style(choice: Choice, here: bool) -> str:
    if choice.disabled:
        return "class:disabled"
    return "class:highlighted" if here else "class:text"


def _describe(question: questionary.Question, control: InquirerControl) -> None:
    """The pointed line's sentence at the foot: it stays when the list is taller than the screen."""

    def text() -> StyleAndTextTuples:
        line = pointed(control)
        about = (line.description if line else "") or ""
        width = get_app().output.get_size().columns
        return [("class:instruction", "\n".join(wrap(about, width - 1, "  ")[:2]))]

    foot = Window(FormattedTextControl(text), height=Dimension(min=1, max=2))
    for window in question.application.layout.find_all_windows():
        if window.content is control:
            window.dont_extend_height = Always()
    root = question.application.layout.container
    assert isinstance(root, HSplit)
    root.children.append(ConditionalContainer(foot, filter=~is_done))
