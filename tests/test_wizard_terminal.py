"""The wizard in a real terminal: whole runs, leaving, resuming, and what a person sees."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pexpect  # type: ignore[import-untyped]
import pyte
import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.timeout(60)
Spawn = Callable[..., Any]


@pytest.fixture
def spawn(tmp_path: Path) -> Any:
    """Start the wizard on the small catalogue; every process is ended with the test."""
    started: list[Any] = []

    def start(*flags: str, rows: int = 24, columns: int = 80) -> Any:
        command = ["-m", "tests.wizard.course", str(tmp_path / "acme"), *flags]
        environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color"}
        size = (rows, columns)
        child = pexpect.spawn(
            sys.executable,
            command,
            cwd=str(ROOT),
            env=environment,
            dimensions=size,
            encoding="utf-8",
            timeout=20,
        )
        child.logfile_read = StringIO()
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def frame(child: Any) -> None:
    for title in ("Project name", "Platform", "Kubernetes version", "Stacks"):
        child.expect(title)
        child.send("\r")
    child.expect("Start from")


def ended(child: Any) -> int:
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus or 0)


def test_a_whole_run(spawn: Spawn) -> None:
    child = spawn()
    frame(child)
    child.send("\r")
    child.expect("Review")
    child.send("write\r")
    child.expect("The plan for")
    child.expect(r"\x1b\[0;33mPlan:\x1b\[0m 3 options")
    child.expect("Write to")
    child.send("\r")
    child.expect("write: scaffold new")
    assert ended(child) == 0


def test_ctrl_c_keeps_the_answers_and_the_same_command_resumes(spawn: Spawn) -> None:
    child = spawn()
    frame(child)
    child.send("row\r")
    child.expect(r"\[1/4\] Ingress controller")
    child.send("hapr\r")
    child.expect(r"\[2/4\] Shared storage")
    child.send("\x03")
    child.expect("Stopped; nothing written. Answers kept; run the same command")
    assert ended(child) == 130
    again = spawn()
    again.expect(r"Resuming your unfinished answers \(6 of 9\)\.")
    again.expect(r"\[2/4\] Shared storage")
    again.send("\x1b")
    again.expect(r"\[1/4\] Ingress controller")
    again.send("\x03")
    assert ended(again) == 130


def test_numbered_questions_in_a_terminal(spawn: Spawn) -> None:
    child = spawn("--plain")
    for _ in range(4):
        child.expect("q quit: ")
        child.send("\r")
    child.expect("Start from")
    child.expect("q quit: ")
    child.send("1\r")
    child.expect("11. Write the repository")
    child.expect("q quit: ")
    child.send("q\r")
    child.expect("quit: scaffold new")
    assert ended(child) == 0


def seen(child: Any, rows: int, columns: int) -> list[str]:
    """The screen, once the child has been quiet for most of a second."""
    with suppress(pexpect.TIMEOUT):
        while True:
            child.read_nonblocking(65536, timeout=0.7)
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(child.logfile_read.getvalue())
    return [line.rstrip() for line in screen.display]


def test_a_menu_at_sixty_by_fourteen(spawn: Spawn) -> None:
    child = spawn(rows=14, columns=60)
    frame(child)
    child.send("row\r")
    child.expect(r"Start from: Row by row")
    screen = seen(child, 14, 60)
    at = screen.index("? [1/4] Ingress controller")
    assert screen[at : at + 7] == [
        "? [1/4] Ingress controller",
        "  0.0 CPU, 0.0 GiB so far; Enter picks, Esc back, F1 why",
        " > Traefik (recommended)",
        "   HAProxy",
        "   - NGINX (ingress-nginx) (retired 2026-03-24; use traefi…",
        "   Istio gateway",
        "  Does what Traefik does",
    ]


def test_the_review_at_sixty_by_fourteen(spawn: Spawn) -> None:
    child = spawn(rows=14, columns=60)
    frame(child)
    child.send("\r")
    child.expect("Start from: Recommended for bare metal")
    screen = seen(child, 14, 60)
    at = screen.index("? Review")
    assert screen[at + 1] == "  0.3 CPU, 1.5 GiB; Enter picks, Esc back, F1 why"
    assert screen[-2:] == [" > Write the repository", "  Shows the plan, and asks once more"]
    assert "   Service mesh                 Linkerd" in screen


def test_without_a_terminal_there_is_nobody_to_ask() -> None:
    script = "import sys; from scaffold.wizard import terminal; sys.exit(0 if terminal() else 2)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        check=False,
    )
    assert done.returncode == 2


def test_without_colour_no_colour_is_drawn(spawn: Spawn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    child = spawn()
    frame(child)
    child.send("\x03")
    child.expect("Stopped")
    drawn = str(child.before)
    assert "\x1b[3" not in drawn.replace("\x1b[39m", "")
    assert "38;" not in drawn


def test_a_terminal_without_the_character_gets_another(
    spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    child = spawn("--plain")
    child.expect("q quit: ")
    child.send("\u00e9\r")
    child.expect("is not lower-case letters")
    child.expect("q quit: ")
    child.send("q\r")
    child.expect("quit: scaffold new")
    assert ended(child) == 0
