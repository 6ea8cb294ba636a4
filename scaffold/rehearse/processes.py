"""Processes that are ended by their own id, and waited for."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PROC = Path("/proc")
PATIENCE_SECONDS = 15
"""How long a process may take to end before it is killed; the API server takes a few."""
_STOPS = (signal.SIGINT, signal.SIGTERM)
FRUGAL = {"GOGC": "400", "GOMEMLIMIT": "2GiB"}
"""Of every Go program: memory is collected less often, unless the environment says otherwise.

A sixth of the time of fifty releases on two cores, for 3.8 GiB in place of 3.1 GiB in all.
"""


class Processes:
    """What one rehearsal has started, in that order; `stop` ends the last one first."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, command: Sequence[str]) -> None:
        """Start a program in a session of its own: Ctrl-C reaches us first, and we end it."""
        log = self.logs / f"{Path(command[0]).name}.log"
        with log.open("ab") as out:
            started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**FRUGAL, **os.environ},
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
    """A second Ctrl-C waits until what the first one began is done.

    Not by a thread's mask: the system gives a signal to any thread that takes it.
    """
    late: list[int] = []
    before = {n: signal.signal(n, lambda number, _: late.append(number)) for n in _STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        for stop in dict.fromkeys(late):
            signal.raise_signal(stop)


def end(process: subprocess.Popen[bytes], patience: float = PATIENCE_SECONDS) -> None:
    """End a process, and what is left of its session, and wait; a second call does nothing.

    It is killed where it has not ended by itself after `patience` seconds.
    """
    own = _session(process.pid)
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    own |= _session(process.pid)
    _signal(own, signal.SIGTERM)
    until = time.monotonic() + 1
    while (own := {pid for pid in own if _alive(pid)}) and time.monotonic() < until:
        time.sleep(0.05)
    _signal(own, signal.SIGKILL)


def _session(leader: int) -> set[int]:
    """The other processes of a session of our own: plug-ins that outlive a killed engine.

    Where the system has no /proc: the children of the leader, as long as it lives.
    """
    if not PROC.is_dir():
        table = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True)
        rows = [line.split() for line in table.stdout.splitlines()]
        return {int(pid) for pid, parent in rows if int(parent) == leader}
    found = {int(path.name) for path in PROC.iterdir() if path.name.isdigit()}
    return {pid for pid in found if pid != leader and _leader(pid) == leader}


def _leader(pid: int) -> int:
    """The session of a process; 0 where it is gone. Source: proc(5), `stat`."""
    try:
        text = (PROC / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return 0
    return int(text.rpartition(")")[2].split()[3])


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _signal(pids: set[int], number: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
