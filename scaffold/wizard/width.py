"""Text cut or wrapped to the width of a terminal."""

import re
import textwrap

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def uncoloured(text: str) -> str:
    """The text without the sequences that colour it."""
    return _COLOUR.sub("", text)


def clip(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it is longer than `width` characters."""
    return text if len(text) <= width else text[: max(0, width - 1)].rstrip() + "…"


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` characters; a line's own indent is kept on what follows it."""
    lines: list[str] = []
    for line in text.split("\n"):
        own = indent + line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line.strip(),
            max(20, width),
            initial_indent=own,
            subsequent_indent=own,
            break_on_hyphens=False,
        ) or [""]
    return lines
