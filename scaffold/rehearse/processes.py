"""Processes that are ended by their own id, and waited for."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 15
"""How long a process may take to end before it is killed; the API server takes a few."""


class Processes:
    """What one rehearsal has started, in that order; `stop` ends the last one first."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        """Start a program in a session of its own: Ctrl-C reaches us first, and we end it."""
        log = self.logs / f"{Path(command[0]).name}.log"
        with log.open("ab") as out:
            started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
            )
        self._running.append(started)

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of what was started and not ended."""
        return tuple(process.pid for process in self._running)

    def dead(self) -> str:
        """The first program that has ended by itself; empty if none has."""
        gone = (p for p in self._running if p.poll() is not None)
        return next((Path(str(p.args[0])).name for p in gone), "")  # type: ignore[index]

    def said(self, program: str) -> str:
        """The last line of a program's log."""
        log = self.logs / f"{program}.log"
        lines = log.read_text("utf-8", "replace").split("\n") if log.exists() else []
        return next((line.strip() for line in reversed(lines) if line.strip()), "")[:300]

    def stop(self) -> None:
        """End them all, the last one first, and wait for each."""
        with undisturbed():
            while self._running:
                end(self._running[-1])
                self._running.pop()


@contextmanager
def undisturbed() -> Iterator[None]:
    """A second Ctrl-C waits until what the first one began is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end(process: subprocess.Popen[bytes], patience: float = PATIENCE_SECONDS) -> None:
    """End a process, and what is left of its session, and wait; a second call does nothing.

    It is killed where it has not ended by itself after `patience` seconds.
    """
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    _session(process.pid)


def _session(leader: int) -> None:
    """Children that outlived the leader of a session of our own: a plug-in of a killed engine."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(leader, sent)
        except (ProcessLookupError, PermissionError):
            return
        for _ in range(20):
            time.sleep(0.05)
            try:
                os.killpg(leader, 0)
            except (ProcessLookupError, PermissionError):
                return
