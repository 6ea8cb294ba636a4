"""Several jobs at once, on threads that do not keep a stopped program alive."""

import threading
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def each(
    jobs: Sequence[Job], work: Callable[[Job], Result], at_once: int
) -> Iterator[tuple[Job, Result]]:
    """Every job with its result, as they end. A job that raises ends the iteration."""
    todo: SimpleQueue[Job] = SimpleQueue()
    done: SimpleQueue[tuple[Job, list[Result]]] = SimpleQueue()
    for job in jobs:
        todo.put(job)
    for _ in range(min(at_once, len(jobs))):
        threading.Thread(target=_run, args=(work, todo, done), daemon=True).start()
    for _ in jobs:
        job, result = done.get()
        if not result:
            raise RuntimeError(f"the thread of {job!r} has died")
        yield job, result[0]


def _run(
    work: Callable[[Job], Result],
    todo: SimpleQueue[Job],
    done: SimpleQueue[tuple[Job, list[Result]]],
) -> None:
    """One thread: job after job until none is left. An empty result: the job has raised."""
    while True:
        try:
            job = todo.get_nowait()
        except Empty:
            return
        result: list[Result] = []
        try:
            result.append(work(job))
        finally:
            done.put((job, result))
