"""Runs the wizard on the small catalogue in a terminal: `python -m tests.wizard.course TARGET`."""

import sys

from scaffold.wizard import Start, Stopped, reproduction, run
from tests.wizard.rows import SMALL


def main(target: str, *flags: str) -> int:
    start = Start(
        target=target,
        project="acme",
        plain="--plain" in flags,
        fresh="--fresh" in flags,
        show_plan=lambda answers: f"\x1b[33mPlan:\x1b[0m {len(answers.refs())} options",
    )
    try:
        result = run(SMALL, start)
    except Stopped as stop:
        sys.stdout.write(f"{stop}\n")
        return 130
    line = reproduction(SMALL, target, result.answers)
    sys.stdout.write(f"{result.outcome}: {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
