"""Unfinished answers, kept on this machine until a repository is written from them.

One file for each target folder, readable by its owner alone, replaced in one step.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

SCHEMA = 1


def path(target: str | Path) -> Path:
    """Where the draft for a target folder lies."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    name = sha256(os.fsencode(Path(target).resolve())).hexdigest()[:16]
    return Path(state) / "scaffold" / f"draft-{name}.json"


def load(target: str | Path) -> Mapping[str, Any]:
    """Question -> answer, lists as tuples; empty where there is no draft that can be read."""
    try:
        data = json.loads(path(target).read_bytes())
    except (OSError, ValueError):
        return {}
    said = data.get("said") if isinstance(data, dict) and data.get("schema") == SCHEMA else None
    if not isinstance(said, dict):
        return {}
    return {k: tuple(v) if _is_names(k, v) else v for k, v in said.items()}


def _is_names(question: str, value: Any) -> bool:
    return isinstance(value, list) and not question.startswith("settings.")


def save(target: str | Path, said: Mapping[str, Any]) -> bool:
    """Whether the answers could be kept: a read-only home folder is no reason to stop."""
    place = path(target)
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    content = json.dumps({"schema": SCHEMA, "said": dict(said)}, ensure_ascii=False, indent=1)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        beside.replace(place)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        return False
    return True


def delete(target: str | Path) -> None:
    """Forget the draft, if there is one."""
    with suppress(OSError):
        path(target).unlink()
