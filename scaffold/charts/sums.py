"""`charts.sum`: the sum of every archive as it first came, in the format of sha256sum."""

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from scaffold.errors import ChartError, Problem

NAME = "charts.sum"
FOLDER = "charts"
_LINE = re.compile(r"([0-9a-f]{64}) [ *]charts/([A-Za-z0-9][A-Za-z0-9._+-]*\.tgz)\Z")
_HINT = "Take the file back from git; an archive without a line is recorded anew."


def of(content: bytes) -> str:
    """The sum, in hexadecimal digits."""
    return sha256(content).hexdigest()


def read(root: Path) -> dict[str, str]:
    """Archive -> sum: `{"traefik-41.3.0.tgz": "9f86…"}`. Raises ChartError (SC607)."""
    try:
        text = (root / NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise ChartError([Problem("SC607", NAME, "cannot be read", _HINT)]) from None
    found: dict[str, str] = {}
    faults: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line)
        if match and found.setdefault(match[2], match[1]) == match[1]:
            continue
        what = f"line {number} names a second sum" if match else f"line {number} is not a sum"
        faults.append(Problem("SC607", NAME, what, _HINT))
    if faults:
        raise ChartError(faults)
    return found


def text(found: Mapping[str, str]) -> str:
    """The file, sorted by archive; `sha256sum -c charts.sum` accepts it."""
    return "".join(f"{found[name]}  {FOLDER}/{name}\n" for name in sorted(found))
