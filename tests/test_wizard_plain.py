"""The numbered questions: the same course without a drawn screen."""

from io import StringIO
from pathlib import Path

import pytest

from scaffold.wizard import Result, Start, Stopped, run
from scaffold.wizard.plain import Plain
from scaffold.wizard.question import BACK, QUIT, Line, Marks, Menu, Text
from scaffold.wizard.terminal import wants_plain
from tests.wizard.keyboard import MARKS, MENU, NAME
from tests.wizard.rows import SMALL


def asked(question: Menu | Marks | Text, typed: str) -> tuple[object, str]:
    out = StringIO()
    plain = Plain(StringIO(typed), out)
    if isinstance(question, Menu):
        return plain.pick(question), out.getvalue()
    answer = plain.mark(question) if isinstance(question, Marks) else plain.text(question)
    return answer, out.getvalue()


def course(tmp_path: Path, typed: str) -> tuple[Result, str]:
    out = StringIO()
    start = Start(target=str(tmp_path / "acme"), project="acme")
    return run(SMALL, start, Plain(StringIO(typed), out)), out.getvalue()


def test_a_whole_course(tmp_path: Path) -> None:
    rows = "shop\n1\n\n\n2\n3\n?\n0\n1\n1\nacme.example\n12\n"
    result, out = course(tmp_path, rows)
    assert result.outcome == "write"
    assert result.answers.project == "shop"
    assert result.answers.platform == "eks"
    assert result.answers.settings == {"domain": "acme.example"}
    assert result.answers.choices == {
        "ingress-controller": ("istio",),
        "shared-storage": (),
        "service-mesh": (),
        "api-gateway": ("envoy",),
        "dns": (),
        "gateway-api": ("upstream",),
    }
    assert "[1/4] Ingress controller: 0.0 CPU, 0.0 GiB so far" in out
    assert "Every cluster needs shared storage." in out
    assert "Ingress controller: Istio gateway (changed) - Does" in out
    assert "Linkerd: not possible, Istio gateway is chosen, and a cluster holds one" in out


def test_back_and_quit_work_in_every_course(tmp_path: Path) -> None:
    result, out = course(tmp_path, "shop\nb\nq\n")
    assert result.outcome == "quit"
    assert result.answers.project == "shop"
    assert out.count("Project name\n") == 2


def test_the_end_of_the_input_stops(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="Answers kept"):
        course(tmp_path, "shop\n")


def test_a_menu_is_numbered_without_what_cannot_be_picked() -> None:
    answer, out = asked(MENU, "3\n")
    assert answer == "istio"
    assert out == (
        "\nIngress\n"
        "   1. Traefik (recommended) - One pod\n"
        "   2. HAProxy\n"
        "   -  NGINX: not possible, retired 2026-03-24; use traefik\n"
        "   3. Istio gateway\n"
        "Number [1], b back, ? why, q quit: "
    )


def test_enter_takes_what_is_named() -> None:
    assert asked(MENU, "\n")[0] == "traefik"
    assert asked(MARKS, "\n")[0] == ("ebs",)
    assert asked(NAME, "\n")[0] == "acme"


@pytest.mark.parametrize("typed", ["0", "4", "-1", "x", "²", "1.5"])
def test_what_is_no_number_is_asked_again(typed: str) -> None:
    answer, out = asked(MENU, f"{typed}\n2\n")
    assert answer == "haproxy"
    assert f"'{typed}' is not a number from 1 to 3." in out


@pytest.mark.parametrize("question", [MENU, MARKS, NAME])
def test_letters_are_keys(question: Menu | Marks | Text) -> None:
    assert asked(question, "b\n")[0] is BACK
    assert asked(question, "q\n")[0] is QUIT


def test_a_question_mark_explains_and_asks_again() -> None:
    answer, out = asked(MENU, "?\n2\n")
    assert answer == "haproxy"
    assert "Every cluster needs one.\n" in out


def test_marks_are_numbers_separated_by_commas() -> None:
    assert asked(MARKS, "1, 2\n")[0] == ("ebs", "nfs")
    assert asked(MARKS, "0\n")[0] == ()


def test_marks_that_exclude_each_other_are_refused_with_the_reason() -> None:
    answer, out = asked(MARKS, "2,3\n1,9\n1,3\n")
    assert answer == ("ebs", "rook")
    assert "Rook: not possible, not with NFS.\n" in out
    assert "'1,9' is not a list of numbers from 1 to 3.\n" in out


def test_a_text_is_checked_and_asked_again() -> None:
    answer, out = asked(NAME, "1\nshop\n")
    assert answer == "shop"
    assert "'1' is no name.\n" in out


def test_nothing_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    wide = Menu("Wide", (Line("a", "Alpha", about="word " * 30),), "a", why="long " * 40)
    _, out = asked(wide, "?\n1\n")
    lines = out.replace("q quit: ", "q quit: \n").splitlines()
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize(
    ("name", "value", "plain"),
    [
        ("ACCESSIBLE", "1", True),
        ("ACCESSIBLE", "0", False),
        ("TERM", "dumb", True),
        ("TERM", "xterm", False),
    ],
)
def test_the_environment_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, plain: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("ACCESSIBLE", raising=False)
    monkeypatch.setenv(name, value)
    assert wants_plain() is plain


def test_colours_are_left_out() -> None:
    out = StringIO()
    Plain(StringIO(), out).tell("\x1b[33m~ README.md\x1b[0m")
    assert out.getvalue() == "~ README.md\n"
