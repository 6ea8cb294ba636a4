"""A copy of the generated repository that can run on the throwaway cluster; the user's is read."""

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from scaffold.errors import Problem, RepositoryError
from scaffold.model.plan import Plan
from scaffold.model.release import Setting
from scaffold.rehearse.objects import CONTEXT

SKIPPED = (".git", "venv", ".venv", ".pulumi", "__pycache__", ".pytest_cache", "node_modules")
OWN_RUNTIME = ("virtualenv", "toolchain")
"""Options of the runtime that would make a new virtual environment."""
WAIT_SECONDS = 180
"""What is not ready by then never will be: simulated pods take a second."""
_TIMEOUT = re.compile(r"timeout=chart\.wait_seconds\b")
STAND_INS: Mapping[str, Any] = {
    "string": "rehearsal",
    "integer": 1,
    "boolean": False,
    "array": [],
    "object": {},
}
"""A value of each type for a setting that has neither default nor example."""


def copy(root: Path, target: Path) -> None:
    """The repository without what belongs to this machine; waits are shortened.

    Raises RepositoryError (SC520) where it cannot be read or is none.
    """
    try:
        shutil.copytree(root, target, symlinks=True, ignore=shutil.ignore_patterns(*SKIPPED))
        _runtime(target / "Pulumi.yaml")
        machinery = target / "components" / "helm.py"
        if machinery.is_file():
            short = f"timeout=min(chart.wait_seconds, {WAIT_SECONDS})"
            text = machinery.read_text("utf-8")
            machinery.write_text(_TIMEOUT.sub(short, text), "utf-8")
    except (OSError, shutil.Error, UnicodeDecodeError) as fault:
        what = f"cannot be copied: {getattr(fault, 'strerror', None) or 'a file cannot be read'}"
        raise RepositoryError([Problem("SC520", str(root), what.lower())]) from None


def _runtime(path: Path) -> None:
    """Leave out what would make a new virtual environment."""
    whole = _mapping(path)
    runtime = whole.get("runtime")
    if isinstance(runtime, dict) and isinstance(runtime.get("options"), dict):
        options = {k: v for k, v in runtime["options"].items() if k not in OWN_RUNTIME}
        whole["runtime"] = {**runtime, "options": options}
    path.write_text(json.dumps(whole), "utf-8")


def _mapping(path: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping. Raises RepositoryError (SC520)."""
    hint = "Correct the file, or take it back from git."
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, RecursionError):
        raise RepositoryError([Problem("SC520", path.name, "is not YAML", hint)]) from None
    if not isinstance(found, dict):
        raise RepositoryError([Problem("SC520", path.name, "is not a mapping", hint)])
    return found


def settings(copied: Path, plan: Plan) -> dict[str, str]:
    """Write the first stack's file, and say which secrets are to be encrypted into it.

    What the user has set stays, but for secrets: those of the user cannot be read here. Every key
    without a default gets its example, or a stand-in of its type.
    """
    path = copied / f"Pulumi.{plan.stacks[0]}.yaml"
    theirs = _mapping(path).get("config") if path.exists() else {}
    plain = {k: v for k, v in (theirs or {}).items() if not _encrypted(v)}
    needed = [s for s in plan.config if s.default is None]
    for setting in needed:
        if not setting.secret:
            plain.setdefault(f"{plan.project}:{setting.key}", _value(setting))
    plain[f"{plan.project}:kubernetesContext"] = CONTEXT
    plain[f"{plan.project}:clusterIdentifier"] = CONTEXT
    path.write_text(json.dumps({"config": plain}), "utf-8")
    return {f"{plan.project}:{s.key}": _secret(s) for s in plan.config if s.secret}


def _encrypted(value: Any) -> bool:
    return isinstance(value, dict) and "secure" in value


def _value(setting: Setting) -> Any:
    return STAND_INS[setting.type] if setting.example is None else setting.example


def _secret(setting: Setting) -> str:
    """A made-up value of the type; random where it is a text without an example."""
    if setting.type == "string" and setting.example is None:
        return secrets.token_urlsafe(18)
    value = _value(setting)
    return value if isinstance(value, str) else json.dumps(value)
