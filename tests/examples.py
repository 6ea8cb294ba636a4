"""`make examples`: renders every example again from its answers, from nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
STORED = Path(".scaffold", "answers.yaml")


def names() -> list[str]:
    """The examples that are there."""
    return sorted(p.name for p in EXAMPLES.iterdir() if (p / STORED).is_file())


def render(name: str, target: Path) -> None:
    """The example's answers, as a repository of their own."""
    command = [sys.executable, "-m", "scaffold", "new", str(target), "--yes", "--no-vendor"]
    answers = EXAMPLES / name / STORED
    subprocess.run([*command, "--answers", str(answers)], check=True, capture_output=True)


def contents(root: Path) -> dict[str, tuple[bytes, bool]]:
    """Path -> bytes, and whether it can be run."""
    return {
        p.relative_to(root).as_posix(): (p.read_bytes(), bool(p.stat().st_mode & 0o100))
        for p in sorted(root.rglob("*"))
        if p.is_file() and "__pycache__" not in p.parts and p.suffix != ".tgz"
    }


def main() -> None:
    """Write all of them."""
    for name in names():
        fresh = EXAMPLES / f".{name}"
        render(name, fresh)
        shutil.rmtree(EXAMPLES / name)
        fresh.rename(EXAMPLES / name)
        print(f"examples/{name}")


if __name__ == "__main__":
    main()
