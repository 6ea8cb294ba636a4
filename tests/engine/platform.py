"""A generated repository of the test catalogue, on a stack of its own, on a control plane."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from msgspec.structs import replace

from scaffold import __version__
from scaffold.catalogue import load
from scaffold.charts import Vendored, vendor, verify
from scaffold.cluster import Finding
from scaffold.cluster import Options as Looking
from scaffold.cluster import doctor as look
from scaffold.cluster import smoke as ready
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.model.answers import Answers
from scaffold.regenerate import Options, create, decide, write
from scaffold.rehearse import graph
from scaffold.rehearse.course import Course, End
from scaffold.rehearse.leftovers import things
from scaffold.rehearse.objects import CONTEXT
from scaffold.rehearse.plane import ControlPlane
from scaffold.rehearse.stack import FLAGS, Stack
from scaffold.rehearse.watch import Watch
from scaffold.render import render
from tests.registry import Registry, tgz

HERE = Path(__file__).parent
RUNTIME = "  options: {toolchain: pip, virtualenv: venv}\n"


class Platform:
    """What a user has: answers, a repository, a stack; every verb is one of the user's."""

    def __init__(self, folder_: Path, plane: ControlPlane, server: Registry) -> None:
        self.plane = plane
        self.root = folder_ / "acme"
        self.rows = folder_ / "blueprints"
        shutil.copytree(HERE / "blueprints", self.rows)
        for path in self.rows.rglob("blueprint.yaml"):
            path.write_text(path.read_text().replace("REGISTRY", server.url))
        for chart in (HERE / "charts").iterdir():
            server.files[f"/{chart.name}.tgz"] = packed(chart)
        self.answers = Answers(project="acme", platform="kind", stacks=("dev",))
        self.plan = resolve(load(self.rows), self.answers)
        self.stack = Stack(plane.tools, self.root, folder_ / "pulumi", plane.kubeconfig)
        del self.stack.env["PULUMI_SKIP_CHECKPOINTS"]  # a user's state is written at every step
        self.before = things(plane)

    def new(self) -> None:
        """`scaffold new`, the two edits that a stack needs, `scaffold vendor`, a stack."""
        create(self.root, render(self.plan, folder("templates")), __version__)
        self.edit("Pulumi.yaml", RUNTIME, "")  # this environment has the SDK already
        self.edit("Pulumi.dev.yaml", "kubernetesContext: kind-dev", f"kubernetesContext: {CONTEXT}")
        self.vendor()
        self.stack.init("dev")
        self.stack.set_secrets({"acme:storePassword": "made-up"})

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text()
        assert old in text
        (self.root / path).write_text(text.replace(old, new))

    def vendor(self) -> Vendored:
        return vendor(self.root, lambda progress: None)

    def apply(self, **choices: tuple[str, ...]) -> dict[str, str]:
        """`scaffold apply --set …`, with vendoring; path -> verdict of what has changed."""
        self.answers = replace(self.answers, choices={**self.answers.choices, **choices})
        rows = load(self.rows)
        self.plan = resolve(rows, self.answers)
        tree = render(self.plan, folder("templates"))
        found = decide(self.root, tree, Options(allow_dirty=True, version=__version__))
        assert found.count("conflict") == 0
        write(self.root, found)
        self.vendor()
        return {str(c.path): c.verdict for c in found.changes if c.verdict != "keep"}

    def up(self, *more: str, fails: bool = False) -> Watch:
        """`pulumi up`; what the engine has done."""
        watch = Watch(graph.waits(self.plan), lambda progress: None)
        code = self.stack.run("up", more, watch)
        assert (code != 0) == fails, (watch.errors, self.stack.said())
        return watch

    def begin_up(self) -> "subprocess.Popen[bytes]":
        """`pulumi up`, not waited for, in a session of its own."""
        command = [self.plane.tools.program("pulumi"), "up", *FLAGS, "--stack", "dev"]
        with (self.stack.home / "pulumi.log").open("ab") as out:
            return subprocess.Popen(
                command,
                cwd=self.root,
                env=self.stack.env,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def preview(self, *more: str) -> Mapping[str, str]:
        """`pulumi preview --json`: name of a resource -> operation."""
        command = ["preview", "--json", "--non-interactive", "--stack", "dev", *more]
        steps = json.loads(self.stack.ask(*command)).get("steps", ())
        return {step["urn"].rpartition("::")[2]: step["op"] for step in steps}

    def doctor(self) -> list[Finding]:
        with self.environment():
            return [*look(self.root, self.plan, None, Looking(problems=verify(self.root)))]

    def smoke(self) -> list[Finding]:
        with self.environment():
            return [*ready(self.plan, CONTEXT)]

    @contextmanager
    def environment(self) -> Iterator[None]:
        """What the user's shell has."""
        with mock.patch.dict(os.environ, self.stack.env):
            yield

    def destroy(self) -> End:
        """`pulumi destroy`, and what doctor advises where a controller races with Helm."""
        course = Course(self.plan, self.plane, self.stack)
        course.before = self.before
        return course.destroy()

    def run(self, command: str) -> None:
        """A line that doctor has printed, in the repository."""
        subprocess.run(command.split(), cwd=self.root, env=self.stack.env, check=True)

    def get(self, *what: str) -> Any:
        """An object of the cluster; None where it is not there."""
        text = self.plane.kubectl("get", *what, "-o", "json", "--ignore-not-found")
        return json.loads(text) if text.strip() else None

    def deployed(self) -> set[str]:
        """The releases that Helm calls deployed."""
        query = ("get", "secrets", "-A", "-l", "owner=helm,status=deployed", "-o")
        names = self.plane.kubectl(*query, "jsonpath={.items[*].metadata.labels.name}")
        return set(names.split())

    def urns(self) -> frozenset[str]:
        """Of everything that Pulumi knows."""
        state = json.loads(self.stack.ask("stack", "export", "--stack", "dev"))
        return frozenset(r["urn"] for r in state["deployment"].get("resources", ()))


def packed(chart: Path) -> bytes:
    """A chart of this folder as an archive."""
    name = chart.name.rpartition("-")[0]
    files = sorted(path for path in chart.rglob("*") if path.is_file())
    return tgz({f"{name}/{p.relative_to(chart).as_posix()}": p.read_bytes() for p in files})
