"""Rules on the settings that answers carry. Each docstring is the rule's page."""

from collections.abc import Iterator, Mapping

from scaffold.errors import Problem
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue
from scaffold.model.release import Setting

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def _declared(catalogue: Catalogue) -> Mapping[str, Setting]:
    return {s.key: s for b in catalogue.blueprints() for s in b.config}


def secret_in_answers(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC312: a secret stands in the answers, which are committed in clear."""
    known = _declared(catalogue)
    for key in answers.settings:
        if key in known and known[key].secret:
            hint = f"Take it out, and run pulumi config set --secret {key}."
            yield Problem("SC312", f"settings.{key}", "is a secret", hint)


def unfit_setting(catalogue: Catalogue, answers: Answers) -> Iterator[Problem]:
    """SC313: a setting has another type than its option declares."""
    known = _declared(catalogue)
    for key, value in answers.settings.items():
        if key in known and not known[key].secret:
            fits = isinstance(value, _TYPES[known[key].type])
            if not fits or (isinstance(value, bool) and known[key].type != "boolean"):
                what = f"is not of type {known[key].type}"
                yield Problem("SC313", f"settings.{key}", what, known[key].description + ".")
