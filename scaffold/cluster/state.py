"""What Pulumi believes: a locked stack, releases that Helm does not know, interrupted steps."""

import os
import platform
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scaffold.cluster.finding import Finding
from scaffold.cluster.options import Options
from scaffold.cluster.programs import SilentError, at, parsed, run, there
from scaffold.cluster.releases import Installed
from scaffold.model.plan import Plan

RELEASE = "kubernetes:helm.sh/v3:Release"
PATIENCE = 4
"""Times as long as with kubectl: pulumi may have to ask a service."""


def look(root: Path, plan: Plan, found: Installed | None, options: Options) -> Iterator[Finding]:
    """The stack's lock and state; nothing where pulumi is not installed.

    `found` is what Helm has; None: the cluster cannot be asked.
    """
    if not there("pulumi"):
        return
    try:
        stack, busy = _selected(root, options)
        if stack is None:
            name = plan.stacks[0]
            remedy = f"pulumi stack select {name}, or pulumi stack init {name}"
            yield Finding("WARN", "stack", "none is selected", remedy)
            return
        locked = list(_locks(_ask(root, options, "whoami", "--json"), plan.project, stack))
        if busy and not locked:
            remedy = f"If no pulumi up is at work: pulumi cancel --yes {stack}"
            locked = [Finding("WARN", f"stack {stack}", "an update is in progress", remedy)]
        yield from locked
        state = _ask(root, options, "stack", "export", "--stack", stack)
        yield from _state(state, found, stack)
        if not locked:
            yield Finding("PASS", f"stack {stack}", "is not locked")
    except SilentError as error:
        remedy = "Run pulumi stack in this folder."
        yield Finding("WARN", "stack", f"cannot be read: {error.words}", remedy)


def context(root: Path, plan: Plan, options: Options) -> str | None:
    """The kubeconfig context that the stack installs on; None where nothing names one.

    The stack is `options.stack`, else the one that pulumi has selected.
    """
    stack = options.stack
    if stack is None and there("pulumi"):
        try:
            stack, _ = _selected(root, options)
        except SilentError:
            return None
    path = root / f"Pulumi.{(stack or '').rpartition('/')[2]}.yaml"
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return None
    key = re.escape(f"{plan.project}:kubernetesContext")
    match = re.search(rf"^ +['\"]?{key}['\"]?:[ ]*['\"]?([^\s'\"#]+)", text, re.MULTILINE)
    return match[1] if match else None


def _ask(root: Path, options: Options, *arguments: str) -> Any:
    command = ["pulumi", *arguments, "--non-interactive"]
    return parsed(run(command, options.seconds * PATIENCE, root), "pulumi")


def _selected(root: Path, options: Options) -> tuple[str | None, bool]:
    """The stack to look at, and whether its backend says that it is being updated."""
    stacks = _ask(root, options, "stack", "ls", "--json")
    for stack in stacks if isinstance(stacks, list) else ():
        name = str(at(stack, "name"))
        if name == options.stack or (options.stack is None and at(stack, "current")):
            return name, bool(at(stack, "updateInProgress"))
    return None, False


def _locks(backend: Any, project: str, stack: str) -> Iterator[Finding]:
    """The lock files of a backend that is a folder."""
    url = str(at(backend, "url") or "")
    if not url.startswith("file://"):
        return
    home = Path(url.removeprefix("file://").split("?")[0]).expanduser()
    folder = home / ".pulumi" / "locks" / "organization" / project / stack
    for path in sorted(folder.glob("*.json")):
        try:
            lock = parsed(path.read_text("utf-8", "replace"), "the lock")
        except (OSError, SilentError):
            lock = {}
        yield _lock(stack, lock)


def _lock(stack: str, lock: Any) -> Finding:
    pid, host = at(lock, "pid"), at(lock, "hostname")
    since = re.sub(r"\.\d+", "", str(at(lock, "timestamp")))
    who = f"locked since {since} by process {pid} on {host}"
    cancel = f"pulumi cancel --yes {stack}"
    if host != platform.node() or not isinstance(pid, int):
        return Finding("FAIL", f"stack {stack}", who, f"If that process is gone: {cancel}")
    if _alive(pid):
        return Finding("WARN", f"stack {stack}", f"{who}, which is at work", "Wait for its end.")
    return Finding("FAIL", f"stack {stack}", f"{who}, which is gone", cancel)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _state(state: Any, found: Installed | None, stack: str) -> Iterator[Finding]:
    """Interrupted steps, and releases that only Pulumi knows."""
    begun = at(state, "deployment", "pending_operations") or ()
    if begun:
        noun = "step was" if len(begun) == 1 else "steps were"
        text = f"{len(begun)} {noun} interrupted"
        yield Finding("WARN", f"stack {stack}", text, "pulumi up --refresh")
    if found is None:
        return
    for resource in at(state, "deployment", "resources") or ():
        if at(resource, "type") != RELEASE:
            continue
        place = [
            at(resource, "outputs", k) or at(resource, "inputs", k) for k in ("namespace", "name")
        ]
        key = (str(place[0]), str(place[1]))
        if key not in found and not at(resource, "delete"):
            text = "Pulumi knows it and Helm does not"
            yield Finding("FAIL", f"release {key[1]}", text, "pulumi up --refresh")
