"""One stack of a copied repository, driven through the Pulumi command line.

State, plug-ins and passphrase are made up and lie in the temporary folder; nothing of the user's
own Pulumi is read.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from scaffold.errors import Problem, ToolError
from scaffold.rehearse.parts import SDK
from scaffold.rehearse.processes import FRUGAL, end, undisturbed
from scaffold.rehearse.toolchain import Toolchain

POLL_SECONDS = 0.05
QUIET_SECONDS = 1.0
FLAGS = ("--yes", "--skip-preview", "--non-interactive", "--parallel", "64")
QUIET = {
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_DEBUG_COMMANDS": "true",
    "PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK": "true",
    "PULUMI_EXPERIMENTAL": "true",
    "PULUMI_SKIP_CHECKPOINTS": "true",
    "NO_COLOR": "1",
}
"""PULUMI_DEBUG_COMMANDS: it is what makes the command line accept `--event-log`.

PULUMI_SKIP_CHECKPOINTS: the state is written once, at the end, instead of after every step; a
rehearsal that is cut off throws the cluster away, too. PULUMI_EXPERIMENTAL allows it.
"""
Event = Mapping[str, Any]


class Stack:
    """Pulumi on one stack; `home` is a folder of its own, `root` the copied repository."""

    def __init__(self, tools: Toolchain, root: Path, home: Path, kubeconfig: Path) -> None:
        self.tools = tools
        self.root = root
        self.home = home
        self.env = _environment(tools, home, kubeconfig)
        self.name = ""

    def init(self, name: str) -> None:
        """Make the stack, and the plug-in's folder. Raises ToolError (SC707)."""
        self.name = name
        plugin = self.home / "plugins" / f"resource-kubernetes-v{_sdk()}"
        plugin.mkdir(parents=True)
        (plugin / "pulumi-resource-kubernetes").symlink_to(self.tools.provider.resolve())
        (self.home / "state").mkdir()
        (self.home / "tmp").mkdir()
        self.ask("stack", "init", name)

    def ask(self, *arguments: str) -> str:
        """Run a short command; what it printed. Raises ToolError (SC707) with its last words."""
        done = subprocess.run(
            self._command(arguments),
            cwd=self.root,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = [line for line in done.stderr.splitlines() if line.strip()]
            problem = Problem("SC707", f"pulumi {arguments[0]}", (said or ["failed"])[-1].strip())
            raise ToolError([problem])
        return done.stdout

    def set_secrets(self, values: Mapping[str, str]) -> None:
        """Encrypt these values into the stack's file, all at once."""
        pairs = [part for key, value in values.items() for part in ("--secret", f"{key}={value}")]
        if pairs:
            self.ask("config", "set-all", "--stack", self.name, *pairs)

    def run(
        self, verb: str, more: Sequence[str] = (), tell: Callable[[Event], None] | None = None
    ) -> int:
        """`up` or `destroy`; every event of the engine goes to `tell` at once. The exit code.

        An interruption ends the engine and its plug-ins.
        """
        log = self.home / f"{verb}-{secrets.token_hex(4)}.events"
        log.touch()
        command = self._command([verb, *FLAGS, *more, "--event-log", str(log)])
        with (self.home / "pulumi.log").open("ab") as out:
            running = subprocess.Popen(
                command,
                cwd=self.root,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            for event in _events(log, running):
                if tell:
                    tell(event)
        finally:
            with undisturbed():
                end(running, patience=1)
        return running.returncode

    def said(self) -> str:
        """The last lines that Pulumi has printed, on one line."""
        log = self.home / "pulumi.log"
        lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
        return " ".join(line.strip() for line in lines[-8:] if line.strip())[:400]

    def _command(self, arguments: Sequence[str]) -> list[str]:
        stack = ["--stack", self.name] if arguments[0] in ("up", "destroy", "refresh") else []
        return [self.tools.program("pulumi"), *arguments, *stack]


def _sdk() -> str:
    """The version that the engine asks for: that of the SDK beside us, which we do not import."""
    try:
        return version("pulumi-kubernetes")
    except PackageNotFoundError:
        return SDK


def _environment(tools: Toolchain, home: Path, kubeconfig: Path) -> dict[str, str]:
    """The user's environment without anything of Pulumi's, and ours."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("PULUMI_", "PYTHON"))}
    return {
        **FRUGAL,
        **own,
        **QUIET,
        "PATH": f"{tools.bin}{os.pathsep}{own.get('PATH', os.defpath)}",
        "PULUMI_HOME": str(home),
        "PULUMI_BACKEND_URL": f"file://{home / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": secrets.token_urlsafe(24),
        "PULUMI_PYTHON_CMD": sys.executable,
        "KUBECONFIG": str(kubeconfig),
        "TMPDIR": str(home / "tmp"),
    }


def _events(log: Path, running: "subprocess.Popen[bytes]") -> Iterator[Event]:
    """The events of a log while it grows; `at` is when we saw it, in seconds.

    Where nothing happens for a second an event without anything else says that time goes by.
    """
    with log.open(encoding="utf-8") as lines:
        held, last = "", time.monotonic()
        while True:
            over = running.poll() is not None
            held += lines.read()
            *whole, held = held.split("\n")
            now = time.monotonic()
            if now - last > QUIET_SECONDS and not whole:
                yield {"at": (last := now)}
            for line in whole:
                yield {**json.loads(line), "at": (last := now)}
            if over:
                return
            time.sleep(POLL_SECONDS)
