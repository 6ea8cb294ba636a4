"""Text cut or wrapped to the width of a terminal."""

import textwrap


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
