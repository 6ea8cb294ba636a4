"""`base.txtar`: the last rendering of every managed file, as one text archive.

A header `-- path --`, then one character before each line: `|` a line of text, `\\` the line
before has no line end, `+` base64 of what is not UTF-8 text with LF. No text can look like a
header, and no line holds a carriage return, so a checkout with CRLF reads the same.
"""

import base64
import re
from collections.abc import Iterator, Mapping

HEADER = re.compile(r"^-- (.*) --\n", re.MULTILINE)
CHUNK = 57
"""Bytes of one line of base64: 76 characters."""


def dump(files: Mapping[str, bytes]) -> str:
    """Return the archive: paths sorted, one line of content a line."""
    return "".join(f"{line}\n" for path in sorted(files) for line in _entry(path, files[path]))


def _entry(path: str, content: bytes) -> Iterator[str]:
    yield f"-- {path} --"
    try:
        text = "" if b"\r" in content or b"\0" in content else content.decode()
    except UnicodeDecodeError:
        text = ""
    if content and not text:
        for start in range(0, len(content), CHUNK):
            yield "+" + base64.b64encode(content[start : start + CHUNK]).decode()
        return
    lines = text.split("\n")
    yield from (f"|{line}" for line in lines[:-1])
    if lines[-1]:
        yield f"|{lines[-1]}"
        yield "\\"


def load(archive: bytes) -> dict[str, bytes]:
    """Read it back; what is not an archive raises ValueError, with the number of the line."""
    try:
        text = archive.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        number = archive[: error.start].count(b"\n") + 1
        raise ValueError(f"line {number} is not UTF-8 text") from error
    first, *parts = HEADER.split(text)
    files = dict(zip(parts[::2], map(_content, parts[1::2]), strict=True))
    whole = {path: content for path, content in files.items() if content is not None}
    if first or len(whole) < len(parts) / 2:
        raise ValueError(_fault(text))
    return whole


def _content(block: str) -> bytes | None:
    """Return what the lines of one file stand for; None where one of them stands for nothing."""
    text = block.removesuffix("\n\\\n")
    ends = text.count("\n") + (text != block)
    if text.startswith("|") and text.count("\n|") + 1 == ends and block.endswith("\n"):
        return text[1:].replace("\n|", "\n").encode()  # all of it text: most files
    content: list[bytes] = []
    lines = block.split("\n")
    good = not lines[-1] and all(_add(content, line) for line in lines[:-1])
    return b"".join(content) if good else None


def _fault(text: str) -> str:
    """Return which line is the first that stands for nothing."""
    seen: set[str] = set()
    content: list[bytes] | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1], 1):
        if line.startswith("-- ") and line.endswith(" --") and line[3:-3] not in seen:
            seen.add(line[3:-3])
            content = []
        elif content is None or not _add(content, line):
            return f"line {number} is damaged"
    return f"line {len(lines)} has no end"


def _add(content: list[bytes], line: str) -> bool:
    """Add what one line stands for; False where it stands for nothing."""
    match line[:1]:
        case "|":
            content.append(line[1:].encode() + b"\n")
        case "\\" if line == "\\" and content and content[-1].endswith(b"\n"):
            content[-1] = content[-1][:-1]
        case "+":
            try:
                content.append(base64.b64decode(line[1:], validate=True))
            except ValueError:
                return False
        case _:
            return False
    return True
