"""What a person decided: the only stored input, from which all else is computed."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

SCHEMA = 1
"""The schema of the answers that this version writes."""
KUBERNETES = "1.37"
"""The Kubernetes version assumed where none is given."""


class Answers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One project's answers, every default written out once they are complete."""

    schema: int = SCHEMA
    project: str
    platform: str
    kubernetes: str = KUBERNETES
    stacks: tuple[str, ...] = ("dev", "production")
    choices: Mapping[str, tuple[str, ...]] = {}
    """Row -> options; (): left out; a row that is not there is unanswered."""
    settings: Mapping[str, Any] = {}
    """Configuration key -> value: seeds of the stack files."""

    def refs(self) -> tuple[str, ...]:
        """Every chosen option as `row/option`, in the order of the rows."""
        return tuple(f"{row}/{option}" for row, chosen in self.choices.items() for option in chosen)
