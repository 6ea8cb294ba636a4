"""From a key to the screen, in a pseudo-terminal, on the row with the most options."""

import os
import pty
import select
import statistics
import time
from collections.abc import Sequence

DOWN, UP = b"\x1b[B", b"\x1b[A"
QUIET_SECONDS = 0.03
"""A screen that has not changed for so long after a key is drawn."""
SETTLED_SECONDS = 0.4
"""The same for a question, which is thought about first."""
KEYS = 40


def milliseconds(command: Sequence[str], opening: Sequence[bytes]) -> tuple[float, float]:
    """Median and longest time of a key on the wizard's screen, after the keys of `opening`."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execvp(command[0], list(command))
    try:
        _drawn(terminal, 20.0, SETTLED_SECONDS)
        for key in opening:
            os.write(terminal, key)
            _drawn(terminal, 5.0, SETTLED_SECONDS)
        took = [_key(terminal, (DOWN, DOWN, UP)[n % 3]) for n in range(KEYS)]
        return statistics.median(took) * 1000, max(took) * 1000
    finally:
        os.write(terminal, b"\x03\x03")
        os.close(terminal)
        os.waitpid(child, 0)


def _key(terminal: int, key: bytes) -> float:
    """Seconds from a key to the last byte that it draws."""
    start = time.perf_counter()
    os.write(terminal, key)
    return _drawn(terminal, 5.0, QUIET_SECONDS) - start


def _drawn(terminal: int, patience: float, quiet: float) -> float:
    """Read until nothing more comes; when the last byte came. Cursor questions are answered."""
    last = time.perf_counter()
    wait = patience
    while select.select([terminal], [], [], wait)[0]:
        said = os.read(terminal, 65536)
        last, wait = time.perf_counter(), quiet
        if b"\x1b[6n" in said:
            os.write(terminal, b"\x1b[1;1R")
    return last
