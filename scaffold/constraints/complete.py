"""What need not be asked: recommendations, rows that only others want, settings with defaults."""

from collections.abc import Iterator

from msgspec.structs import replace

from scaffold.constraints.chosen import chosen, providers
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Blueprint, Catalogue, Row
from scaffold.model.release import Setting


def asked(catalogue: Catalogue, answers: Answers) -> tuple[Row, ...]:
    """The rows to ask, by position: those that only other options want are not asked."""
    return tuple(row for row in catalogue.rows if row.ask == "always")


def complete(catalogue: Catalogue, answers: Answers) -> Answers:
    """The answers with every recommendation written out.

    A row that is asked and has none stays unanswered. A row that only others want gets its
    recommendation where a chosen option requires or wants what it provides, else it is left out.
    """
    choices = dict(answers.choices)
    for row in asked(catalogue, answers):
        said = row.recommended(answers.platform)
        if row.id not in choices and said is not None:
            choices[row.id] = said
    for row in catalogue.rows:
        if row.ask == "when-wanted" and row.id not in choices:
            so_far = chosen(catalogue, replace(answers, choices=choices))
            said = row.recommended(answers.platform) if _wanted(row, so_far) else ()
            choices[row.id] = said or ()
    order = [row.id for row in catalogue.rows if row.id in choices]
    order += [name for name in choices if name not in order]
    return replace(answers, choices={name: choices[name] for name in order})


def said(catalogue: Catalogue, answers: Answers) -> Answers:
    """The answers without those that only follow from others, so that they follow again.

    A row that only others want counts as derived if its answer is what the others lead to now; a
    recommendation of an earlier catalogue is kept.
    """
    late = {row.id for row in catalogue.rows if row.ask == "when-wanted"}
    first = {row: options for row, options in answers.choices.items() if row not in late}
    derived = complete(catalogue, replace(answers, choices=first)).choices
    kept = {
        row: options
        for row, options in answers.choices.items()
        if row not in late or derived.get(row) != tuple(options)
    }
    return replace(answers, choices=kept)


def _wanted(row: Row, so_far: tuple[Blueprint, ...]) -> bool:
    """Whether a chosen option uses a capability of the row that nothing chosen provides."""
    there = providers(so_far)
    used = {c for b in so_far for c in (*b.requires, *b.wants)} - set(there)
    return any(used & set(option.provides) for option in row.options)


def keys(blueprints: tuple[Blueprint, ...], platform: str) -> Iterator[Setting]:
    """The configuration keys of these options, each once, where what they depend on is there."""
    there = providers(blueprints)
    seen: set[str] = set()
    for b in blueprints:
        for setting in b.config:
            if setting.key not in seen and setting.applies(platform, there):
                seen.add(setting.key)
                yield setting


def settings(catalogue: Catalogue, answers: Answers) -> tuple[Setting, ...]:
    """The settings that must be asked: without a default, and not secret."""
    found = keys(chosen(catalogue, answers), answers.platform)
    return tuple(s for s in found if s.default is None and not s.secret)
