"""A process that dies, or is refused, at its n-th file operation below a folder."""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = frozenset(
    {"os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}
)
"""What CPython tells an audit hook before it does it; `open` for writing is the other."""
DONE, FAILED, DIED = 0, 1, 77
"""The exit codes of a child."""


@dataclass
class Count:
    """The operations below a folder, and what happens instead of one of them."""

    root: str
    number: int
    """The first that is not done; 0: all are."""
    blow: Callable[[], None]
    lasting: bool = False
    """True where all operations after it are not done either."""
    done: int = 0

    def met(self, event: str, words: tuple[Any, ...]) -> None:
        if event not in KINDS and not (event == "open" and _writes(words)):
            return
        if any(self.root in os.fsdecode(w) for w in words if isinstance(w, str | bytes)):
            self.done += 1
            if self.done == self.number or (self.lasting and self.done > self.number):
                self.blow()

    @property
    def happened(self) -> bool:
        return self.done >= self.number


_armed: list[Count] = []
_hooked: list[bool] = []


@contextmanager
def operation(
    number: int, root: Path, blow: Callable[[], None], lasting: bool = False
) -> Iterator[Count]:
    """Have `blow` called instead of the n-th operation below a folder."""
    if not _hooked:  # a hook cannot be taken off again
        _hooked.append(True)
        sys.addaudithook(_hook)
    _armed.append(Count(str(root), number, blow, lasting))
    try:
        yield _armed[-1]
    finally:
        _armed.pop()


def _hook(event: str, words: tuple[Any, ...]) -> None:
    for count in _armed:
        count.met(event, words)


def _writes(words: tuple[Any, ...]) -> bool:
    return isinstance(words[2], int) and bool(words[2] & (os.O_WRONLY | os.O_RDWR))


def dying_at(number: int, root: Path, work: Callable[[], object]) -> int:
    """Work in a child process that dies instead of its n-th operation: DIED, else DONE."""
    pid = os.fork()
    if pid == 0:
        code = FAILED
        try:
            with operation(number, root, die):
                work()
            code = DONE
        finally:
            if code == FAILED:
                traceback.print_exc()
                sys.stderr.flush()
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (DONE, DIED)
    return code


def die() -> None:
    os._exit(DIED)


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted() -> None:
    raise KeyboardInterrupt
