"""What is told without a command: the names, the help, the version. It imports next to nothing."""

import os
from collections.abc import Mapping, Sequence

from scaffold import __version__

COMMANDS: Mapping[str, tuple[str, str]] = {
    "new": ("new", "Answer the wizard and get a repository."),
    "apply": ("apply", "Render the answers again and merge them with your edits."),
    "undo": ("undo", "Take the last apply back."),
    "status": ("status", "Choices, edited files, leftovers, what has been retired."),
    "list": ("listing", "The catalogue: rows and options."),
    "explain": ("explain", "A problem's code, a row or an option, in full."),
    "vendor": ("vendor", "Download the charts that the program installs."),
    "rehearse": ("rehearse", "Run the whole program on a throwaway control plane."),
    "doctor": ("doctor", "Look at the cluster, and say what is wrong and what helps."),
    "smoke": ("smoke", "Ask whether everything chosen has become ready."),
    "check": ("check", "Every rule on the catalogue."),
    "toolchain": ("toolchain", "Build what a rehearsal needs."),
    "completion": ("completion", "Print the completions for your shell."),
}
"""Command -> its module, and its line in the help."""
_WIDE = 80
_PAGE = """\
Usage: scaffold [OPTIONS] COMMAND [ARGS]...

  Turn decisions about a Kubernetes platform into a repository that provisions
  it.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
"""


def told(args: Sequence[str]) -> str:
    """The help or the version, letter for letter as click prints it; "" where click is to be asked.

    Click costs more than a bare Python, so that a page that never changes is not made by it, save
    on a terminal that is narrower than the page.
    """
    if list(args) == ["--version"]:
        return f"scaffold, version {__version__}\n"
    if list(args) in (["--help"], ["-h"]) and _wide():
        width = max(map(len, COMMANDS))
        return _PAGE + "".join(f"  {n:<{width}}  {line}\n" for n, (_, line) in COMMANDS.items())
    return ""


def _wide() -> bool:
    if "COLUMNS" in os.environ:
        return False
    try:
        return os.get_terminal_size(1).columns >= _WIDE
    except OSError:
        return True  # not a terminal: click takes 80 columns, too
