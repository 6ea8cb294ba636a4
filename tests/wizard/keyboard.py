"""Keys for a question, all typed at once; every prompt eats its share."""

from typing import Any

from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from scaffold.wizard.prompt import Prompt
from scaffold.wizard.question import Line, Marks, Menu, Text, said

ENTER, SPACE, BACKSPACE, BACK, F1 = "\r", " ", "\x7f", "\x02", "\x1bOP"
DOWN, UP, TAB, CTRL_A, CTRL_C, CTRL_D = "\x1b[B", "\x1b[A", "\t", "\x01", "\x03", "\x04"

MENU = Menu(
    "Ingress",
    (
        Line("traefik", "Traefik", mark=" (recommended)", about="One pod"),
        Line("haproxy", "HAProxy"),
        Line("ingress-nginx", "NGINX", barred="retired 2026-03-24; use traefik"),
        Line("istio", "Istio gateway"),
    ),
    "traefik",
    why="Every cluster needs one.",
)
MARKS = Marks(
    "Storage",
    (
        Line("ebs", "EBS"),
        Line("nfs", "NFS"),
        Line("old", "Old", barred="retired"),
        Line("rook", "Rook"),
    ),
    ("ebs",),
    live=lambda marked: {"rook": "not with NFS"} if "nfs" in marked else {},
)
NAME = Text("Name", "acme", lambda text: "" if text.isalpha() else f"'{text}' is no name")


def drive(question: Menu | Marks | Text, keys: str) -> Any:
    """What a question returns for these keys."""
    with create_pipe_input() as keyboard:
        keyboard.send_text(keys)
        return said(Prompt(keyboard, DummyOutput()), question)
