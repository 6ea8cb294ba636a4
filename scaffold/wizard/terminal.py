"""Whether there is somebody to ask, and on what."""

import os
import sys
from io import TextIOWrapper
from typing import TextIO

TTY = "/dev/tty"


def terminal() -> bool:
    """Whether questions can be asked: on the standard streams, or on the controlling terminal."""
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return True
    try:
        os.close(os.open(TTY, os.O_RDWR))
    except OSError:
        return False
    return True


def wants_plain() -> bool:
    """Whether the environment asks for numbered questions: a screen reader, a dumb terminal."""
    accessible = os.environ.get("ACCESSIBLE", "0") not in ("", "0")
    return accessible or os.environ.get("TERM") == "dumb"


def streams() -> tuple[TextIO, TextIO]:
    """Where to read and where to write: the standard streams where they are terminals.

    A byte that is no character, or a character that the terminal lacks, is no fault: a mark
    stands for it.
    """
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    into = sys.stdin if sys.stdin.isatty() else _tty(os.O_RDONLY, "r")
    return into, sys.stdout if sys.stdout.isatty() else _tty(os.O_WRONLY, "w")


def _tty(flags: int, mode: str) -> TextIO:
    return TextIOWrapper(os.fdopen(os.open(TTY, flags), f"{mode}b"), errors="replace")
