"""`make session`: the README's recorded session, made from the real program."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect  # type: ignore[import-untyped]
import pyte

README = Path(__file__).parents[1] / "README.md"
SCAFFOLD = str(Path(sys.executable).with_name("scaffold"))
ROWS, COLUMNS = 24, 80
ENTER, DOWN, STOP = "\r", "\x1b[B", "\x03"


def screens(folder: Path, keys: Sequence[tuple[str, bool]]) -> list[str]:
    """What a person sees after each of the keys that are marked."""
    environment = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    environment |= {"XDG_STATE_HOME": str(folder), "NO_COLOR": "1"}
    child = pexpect.spawn(
        SCAFFOLD, ["new", "acme"], cwd=folder, env=environment, dimensions=(ROWS, COLUMNS)
    )
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    seen = []
    _settle(child, stream, 3.0)
    for key, shown in keys:
        child.send(key)
        _settle(child, stream, 1.0)
        if shown:
            seen.append(_text(screen))
    child.close(force=True)
    return seen


def _settle(child: "pexpect.spawn[bytes]", stream: pyte.ByteStream, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            stream.feed(child.read_nonblocking(65536, timeout=0.2))
        except pexpect.TIMEOUT:
            continue
        except pexpect.EOF:
            return


def _text(screen: pyte.Screen) -> str:
    """The lines that hold something, without the gap of an empty screen."""
    lines = [line.rstrip() for line in screen.display]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def command(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [SCAFFOLD, *words], cwd=folder, capture_output=True, text=True, check=False
    )
    return f"$ scaffold {' '.join(words)}\n{done.stdout.rstrip()}"


def session(folder: Path) -> str:
    """The wizard, a repository, an edit, and a switch that keeps it."""
    wizard = screens(
        folder,
        [*[(ENTER, False)] * 4, (DOWN, False), (ENTER, False), *[(ENTER, False)] * 6, ("", True)],
    )
    made = command(folder, "new", "acme", "--yes", "--no-vendor", "--platform", "eks")
    values = folder / "acme" / "values" / "traefik.yaml"
    values.write_text(f"{values.read_text()}# an edit of mine\n")
    switch = command(folder, "apply", "acme", "--no-vendor", "--set", "ingress-controller=haproxy")
    told = [f"```text\n{text}\n```" for text in (f"$ scaffold new acme\n{wizard[0]}", made, switch)]
    return "\n\n".join(told).replace(str(folder), "~")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = session(Path(folder))
    between = re.compile(r"(<!-- session -->\n).*?(<!-- /session -->)", re.DOTALL)
    README.write_text(between.sub(lambda m: f"{m[1]}\n{text}\n\n{m[2]}", README.read_text()))


if __name__ == "__main__":
    main()
