"""The question that belongs to an id: the frame, what to start from, a row, a setting. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scaffold.answers import bad_kubernetes, bad_project, bad_stacks, load
from scaffold.errors import AnswersError
from scaffold.model.blueprint import Row
from scaffold.model.release import PLATFORMS
from scaffold.wizard import menu
from scaffold.wizard.course import FILE, RECOMMENDED, ROWS, SETTINGS, Course
from scaffold.wizard.flow import State
from scaffold.wizard.opening import counted
from scaffold.wizard.question import Line, Marks, Menu, Text
from scaffold.wizard.value import bad_value, text_of

ABOUT = {
    "eks": "Amazon's managed Kubernetes",
    "gke": "Google's managed Kubernetes",
    "aks": "Azure's managed Kubernetes",
    "bare-metal": "Machines of your own, or any other cloud",
    "kind": "A cluster in containers, to try things out",
}
FRAME_WHY = {
    "project": "Names the Pulumi project. Lower-case letters, digits and single hyphens, a letter"
    " first, at most 50 characters, because it becomes part of Kubernetes names.",
    "platform": "Decides what is recommended and what is possible: storage, registry and load"
    " balancers differ between clouds.",
    "kubernetes": "The minor version of your cluster, as kubectl version prints it. Charts that"
    " do not support it are greyed.",
    "stacks": "One Pulumi stack for each cluster, with a configuration of its own. Names"
    " separated by commas.",
    "start": "Most people change three rows: start from the recommended answers and edit them in"
    " the review. Row by row explains every decision.",
    "file": "A file of answers of another repository: its .scaffold/answers.yaml. The project"
    " keeps its own name.",
}
SETTING_WHY = (
    "A value of the stacks' configuration: it goes to every Pulumi.<stack>.yaml, where it can be"
    " changed for each stack. Left empty it is to be set later, with pulumi config set."
)


def question(course: Course, state: State) -> Menu | Marks | Text:
    """The question at hand."""
    return replace(_bare(course, state), why=why(course, state))


def _bare(course: Course, state: State) -> Menu | Marks | Text:
    row = course.catalogue.row(state.at)
    if row:
        return _row(course, state, row)
    if state.at.startswith(SETTINGS):
        return _setting(course, state)
    if state.at == "platform":
        return _platform(course, state)
    return _start(course, state) if state.at == "start" else _text(course, state)


def _text(course: Course, state: State) -> Text:
    answers = course.answers(state.said)
    stacks = ", ".join(answers.stacks)
    questions = {
        "project": Text("Project name", answers.project, bad_project),
        "kubernetes": Text("Kubernetes version", answers.kubernetes, bad_kubernetes),
        "stacks": Text("Stacks, separated by commas", stacks, lambda t: bad_stacks(names(t))),
        FILE: Text("Answers file", str(state.said.get(FILE, "")), bad_file),
    }
    return questions[state.at]


def names(text: str) -> tuple[str, ...]:
    """`dev, production` as names."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def bad_file(text: str) -> str:
    """What is wrong with an answers file, as a clause."""
    try:
        load(Path(text).expanduser().read_bytes(), text)
    except OSError as fault:
        return f"'{text}' cannot be read: {(fault.strerror or 'no such file').lower()}"
    except AnswersError as error:
        first = error.problems[0]
        return f"{first.where}: {first.what}"
    return ""


def _platform(course: Course, state: State) -> Menu:
    lines = [Line(p, menu.PLATFORMS[p], about=ABOUT[p]) for p in PLATFORMS]
    return Menu("Platform", lines, course.answers(state.said).platform)


def _start(course: Course, state: State) -> Menu:
    platform = menu.PLATFORMS[course.answers(state.said).platform]
    count = len(course.rows(state.said))
    lines = (
        Line(RECOMMENDED, f"Recommended for {platform}", about="Edit the rows in the review"),
        Line(ROWS, "Row by row", about=f"{count} questions, each with its reason"),
        Line(FILE, "An answers file", about="The answers of another repository"),
    )
    return Menu("Start from", lines, str(state.said.get("start", RECOMMENDED)))


def _row(course: Course, state: State, row: Row) -> Menu | Marks:
    whole = course.whole(state.said)
    answers = whole if state.editing else course.answers(state.said)
    before = menu.earlier(course.catalogue, answers, row)
    why_not = menu.reasons(course.catalogue, before, row)
    place = "" if state.editing else counted(course, state.said, row.id)
    title, note = f"{place}{row.title}", menu.cost(course.catalogue, answers)
    lines = menu.lines(row, answers.platform, why_not)
    if row.choice == "many":
        return _marks(course, state, Marks(title, lines, (), note))
    if row.optional or not menu.pickable(why_not):
        lines = (*lines, menu.none_line(row, answers.platform))
    return Menu(title, lines, menu.first(row, answers, why_not), note)


def _marks(course: Course, state: State, bare: Marks) -> Marks:
    row = course.catalogue.row(state.at)
    assert row is not None
    answers = course.whole(state.said) if state.editing else course.answers(state.said)
    before = menu.earlier(course.catalogue, answers, row)
    said = answers.choices.get(row.id, row.recommended(answers.platform) or ())
    static = {line.value: line.barred for line in bare.lines}

    def live(marked: Sequence[str]) -> Mapping[str, str]:
        found = menu.among(row, before, marked)
        return {o: static[o] or found[o] for o in found}

    def check(marked: Sequence[str]) -> str:
        needed = not row.optional and bool(menu.pickable(static))
        return "mark at least one line with Space" if needed and not marked else ""

    marked: tuple[str, ...] = ()
    for option in said:
        if not static.get(option, "unknown") and not live(marked).get(option):
            marked = (*marked, option)
    return replace(bare, marked=marked, live=live, check=check)


def _setting(course: Course, state: State) -> Text:
    key = state.at.removeprefix(SETTINGS)
    setting = next(s for b in course.catalogue.blueprints() for s in b.config if s.key == key)
    example = "" if setting.example is None else f", such as {text_of(setting.example)}"
    value = state.said.get(state.at, "")
    return Text(
        setting.description,
        "" if value == "" else text_of(value),
        lambda text: bad_value(setting, text),
        f"empty: set it later; {key}{example}",
    )


def why(course: Course, state: State) -> str:
    """What F1 says: why one needs to decide this, and what each line is."""
    row = course.catalogue.row(state.at)
    if row is None:
        return FRAME_WHY.get(state.at, SETTING_WHY)
    options = [
        f"  {o.title}: {_about(o.summary, o.retired.because if o.retired else '')}"
        for o in row.options
    ]
    return "\n".join((row.question, row.why, *options))


def _about(summary: str, retired: str) -> str:
    return f"{summary} (retired: {retired})" if retired else summary
