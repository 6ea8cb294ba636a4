"""Options that several commands share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import click

Command = Callable[..., Any]


def writing(command: Command) -> Command:
    """The options of the commands that end in a plan and a merge."""
    for option in reversed(
        (
            click.option("--dry-run", is_flag=True, help="Show the plan; write nothing."),
            click.option("--diff", is_flag=True, help="Show the contents of every change."),
            click.option("--json", "as_json", is_flag=True, help="Print the plan as data."),
            click.option(
                "--exit-code", is_flag=True, help="With --dry-run: 10 if there are changes."
            ),
            click.option("--no-vendor", is_flag=True, help="Leave the charts for later."),
            click.option("--allow-dirty", is_flag=True, help="Merge over uncommitted changes."),
        )
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Finish:
    """How a run ends."""

    dry_run: bool = False
    diff: bool = False
    as_json: bool = False
    exit_code: bool = False
    no_vendor: bool = False
    allow_dirty: bool = False
    no_base: bool = False
    shown: bool = False
    """The plan has been shown and agreed to."""
    restore: frozenset[PurePosixPath] = field(default_factory=frozenset)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Finish":
        """Out of the options of a command."""
        known = {k: options[k] for k in cls.__slots__ if k in options}
        if "restore" in known:
            known["restore"] = frozenset(map(PurePosixPath, known["restore"]))
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of the answers."""

    answers: Path | None
    sets: Sequence[str]
    yes: bool
    plain: bool
    fresh: bool

    @classmethod
    def of(cls, options: Mapping[str, Any], platform: str | None) -> "Given":
        """Out of the command's options."""
        sets = (*options["sets"], *((f"platform={platform}",) if platform else ()))
        flags = (options[name] for name in ("yes", "plain", "fresh"))
        return cls(options["answers"], sets, *flags)

    @property
    def silent(self) -> bool:
        """Whether nothing is asked."""
        from scaffold.wizard import terminal

        return self.yes or (bool(self.answers or self.sets) and not terminal())
