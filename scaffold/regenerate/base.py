"""`base.txtar`: the last rendering of every managed file, as one text archive.

A header `-- path --`, then one character before each line: `|` a line of text, `\\` the line
before has no line end, `+` base64 of what is not UTF-8 text with LF. No text can look like a
header, and no line holds a carriage return, so a checkout with CRLF reads the same.
"""

import base64
from collections.abc import Iterator, Mapping

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
    first, *parts = f"\n{text}"[:-1].split("\n-- ")  # no line of content begins so
    files: dict[str, bytes] = {}
    for head, inside, block in (part.partition("\n") for part in parts):
        path = head[:-3] if head.endswith(" --") else ""
        content = _content(block) if inside else b""
        if content is None or not path or path in files:
            raise ValueError(_fault(text))
        files[path] = content
    if first or not text.endswith("\n" if parts else ""):
        raise ValueError(_fault(text))
    return files


def _content(block: str) -> bytes | None:
    """Return what the lines of one file stand for; None where one of them stands for nothing."""
    text = block.removesuffix("\n\\")
    if text.startswith("|") and text.count("\n") == text.count("\n|"):
        whole = text[1:].replace("\n|", "\n")  # all of it text: most files
        return (whole if text != block else f"{whole}\n").encode()
    content: list[bytes] = []
    good = all(_add(content, line) for line in block.split("\n"))
    return b"".join(content) if good else None


def _fault(text: str) -> str:
    """Return which line is the first that stands for nothing."""
    seen: set[str] = set()
    content: list[bytes] | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1], 1):
        path = line[3:-3] if line.startswith("-- ") and line.endswith(" --") else ""
        if path and path not in seen:
            seen.add(path)
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
