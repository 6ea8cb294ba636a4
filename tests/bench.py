"""`make bench`: ratios measured in one run on one machine; nothing here passes or fails."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import keystrokes, peers

BIN = Path(sys.executable).parent
ROUNDS = 7
TO_A_ROW = (*[b"\r"] * 4, b"row by", *[b"\r"] * 7)
"""The frame, row by row, and six rows."""
RENDERED = Path(__file__).parents[2] / "shared" / "charts"


@dataclass(frozen=True, slots=True)
class Cost:
    """The median of several runs of one command."""

    seconds: float
    peak_mebibytes: float


def measure(command: Sequence[str], prepare: Callable[[], None] = lambda: None) -> Cost:
    """Run it ROUNDS times, each after `prepare`. Raises CalledProcessError where it fails."""
    runs = []
    for _ in range(ROUNDS):
        prepare()
        runs.append(_once(command))
    return Cost(
        statistics.median(s for s, _ in runs),
        statistics.median(m for _, m in runs),
    )


def _once(command: Sequence[str]) -> tuple[float, float]:
    """Wall seconds and peak memory of the process itself."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr
        words = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, list(command), stderr=words)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def say(what: str, cost: Cost, than: Cost) -> None:
    ratio = cost.seconds / than.seconds
    print(
        f"{what:<58} {ratio:6.2f} x   {cost.seconds * 1000:7.0f} ms  {cost.peak_mebibytes:5.0f} MiB"
    )


def starts() -> None:
    """The start of the program against bare Python."""
    bare = measure([sys.executable, "-c", "pass"])
    say("bare Python", bare, bare)
    for argument in ("--help", "--version", "list"):
        say(f"scaffold {argument}, against bare Python", measure([scaffold(), argument]), bare)


def scaffold() -> str:
    return str(BIN / "scaffold")


def renders(place: Path) -> None:
    """A fresh repository, against the floor and two scaffolders on as many files of the size."""
    target = place / "acme"
    fresh = [scaffold(), "new", str(target), "--yes", "--no-vendor"]
    subprocess.run(fresh, check=True, capture_output=True)
    files = {
        str(p.relative_to(target)): p.read_text()
        for p in sorted(target.rglob("*"))
        if p.is_file() and ".scaffold" not in p.parts
    }
    size = sum(map(len, files.values()))
    print(f"\n{len(files)} files, {size / 1024:.0f} KiB")
    floor = measure(peers.floor(place, files))
    say("floor: the same files, templates precompiled", floor, floor)
    again = measure(fresh, lambda: shutil.rmtree(target))
    say("scaffold new --yes --no-vendor, against the floor", again, floor)
    say("cookiecutter, against the floor", measure(*peers.cookiecutter(place, files)), floor)
    say("copier copy, against the floor", measure(*peers.copier(place, files)), floor)
    regenerates(target, place, files, floor)


def regenerates(target: Path, place: Path, files: dict[str, str], floor: Cost) -> None:
    """The same repository again: nothing to do, and two edits, against `copier update`."""
    apply = [scaffold(), "apply", str(target), "--no-vendor", "--allow-dirty"]
    say("scaffold apply, nothing to do, against the floor", measure(apply), floor)
    pristine = place / "pristine"
    shutil.copytree(target, pristine)

    def edited() -> None:
        shutil.rmtree(target)
        shutil.copytree(pristine, target)
        for name in ("README.md", "__main__.py"):
            path = target / name
            path.write_text(path.read_text() + "\n# an edit\n")

    switch = [*apply, "--set", "ingress-controller=haproxy"]
    mine = measure(switch, edited)
    say("scaffold apply, a switch and two edits, against the floor", mine, floor)
    theirs = measure(*peers.copier_update(place, files))
    say("copier update, two edits, against the floor", theirs, floor)
    print(f"apply is {theirs.seconds / mine.seconds:.0f} x faster than copier update")


def rehearses(place: Path) -> None:
    """The rehearsal against its slowest release and its longest chain."""
    target = place / "rehearsed"
    new = [scaffold(), "new", str(target), "--yes", "--no-vendor"]
    subprocess.run(new, check=True, capture_output=True)
    words = ["--rendered", str(RENDERED)] if RENDERED.is_dir() else []
    done = subprocess.run(
        [scaffold(), "rehearse", str(target), "--json", *words],
        check=False,
        capture_output=True,
        text=True,
    )
    if not done.stdout:
        print(f"\nno rehearsal: {done.stderr.strip().splitlines()[0]}")
        return
    report = json.loads(done.stdout)
    chain = report["longest_seconds"]
    slowest = max(one["seconds"] for one in report["releases"])
    count = len(report["releases"])
    print(f"\n{count} releases: longest chain {chain:.1f} s, slowest release {slowest:.1f} s")
    for name in ("up", "again", "destroy"):
        seconds = report[f"{name}_seconds"]
        ratios = f"{seconds / chain:5.2f} x the chain, {seconds / slowest:5.2f} x the slowest"
        print(f"{name:<10} {seconds:6.1f} s {ratios}")


def keys(place: Path) -> None:
    """A key of the wizard on the screen of the ingress controllers."""
    os.environ["XDG_STATE_HOME"] = str(place / "state")
    new = [scaffold(), "new", str(place / "asked")]
    median, longest = keystrokes.milliseconds(new, TO_A_ROW)
    print(f"\na key of the wizard on the screen: {median:.0f} ms, the longest {longest:.0f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        starts()
        keys(Path(folder))
        renders(Path(folder))
        rehearses(Path(folder))


if __name__ == "__main__":
    main()
