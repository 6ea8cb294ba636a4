"""One stack that goes from selection to selection, as its owner would: apply, up, up again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from msgspec.structs import replace

from scaffold import __version__
from scaffold.catalogue import load
from scaffold.cli.releases import compare
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue
from scaffold.model.plan import Plan
from scaffold.model.tree import Tree
from scaffold.regenerate import Options, create, decide, write
from scaffold.rehearse import graph, kinds, workspace
from scaffold.rehearse.course import GO_ON, Course, Done, End
from scaffold.rehearse.leftovers import things
from scaffold.rehearse.plane import ControlPlane
from scaffold.rehearse.stack import Stack
from scaffold.rehearse.standin import Packer
from scaffold.render import render
from tests.engine.platform import RUNTIME
from tests.matrix.stop import Stop

RENDERED = Path(__file__).parents[3] / "shared" / "charts"


@dataclass
class Road:
    """A repository, its stack, and where it stands."""

    home: Path
    plane: ControlPlane
    plan: Plan | None = None
    secrets: dict[str, str] = field(default_factory=dict)
    course: Course | None = None

    @property
    def root(self) -> Path:
        return self.home / "acme"

    def between(self, answers: Answers) -> Answers | None:
        """What the plan tells to do first, where something that a cluster holds once changes hands:
        the selection without it, and without what needs it. None: nothing does."""
        rows = load(folder("blueprints"))
        if self.plan is None:
            return None
        held = {(c, b.ref) for b in self.plan.blueprints for c in b.exclusive}
        wanted = [b for ref in answers.refs() if (b := rows.find(ref))]
        hands = {b.ref for b in wanted for c in b.exclusive if _another(held, c, b.ref)}
        return without(rows, answers, hands) if hands else None

    def go(self, answers: Answers) -> Stop:
        """Take a selection: the first is generated, each later one applied to what is there."""
        rows = load(folder("blueprints"))
        plan = resolve(rows, answers)
        tree = render(plan, folder("templates"))
        before, old = self.plan, self._values()
        lines = compare(self.root, tree, rows) if before else ()
        self._write(plan, tree)
        course = self._ready(plan)
        first = course.up(lambda progress: None, () if before else GO_ON)
        again = course.up(lambda progress: None)
        self.plan = plan
        took = {one.release: one.seconds for one in first.watch.installed() if one.state == "ready"}
        return Stop(
            plan=plan,
            took=took,
            new=sum(verb == "create" for verb, _ in first.watch.moved),
            chain=sum(took.get(name, 0.0) for name in graph.longest(course.graph, took)),
            seconds=first.seconds,
            refused=tuple(
                f"{r.release}: {r.object}: {r.reason}"
                for r in dict.fromkeys((*first.refusals, *again.refusals))
            ),
            changed=tuple(again.watch.changed),
            touched=tuple(self._touched(first, old)),
            lost=tuple(self._lost()),
            told=tuple(_untrue(lines, first)),
        )

    def leave(self) -> tuple[End, list[str]]:
        """`pulumi destroy`: what it came to, and the namespaces with data that went with it."""
        assert self.course
        return self.course.destroy(), self._lost()

    def _write(self, plan: Plan, tree: Tree) -> None:
        if self.plan is None:
            create(self.root, tree, __version__)
            self._edit("Pulumi.yaml", RUNTIME, "")  # this environment has the SDK already
            short = f"timeout=min(chart.wait_seconds, {workspace.WAIT_SECONDS})"
            self._edit("components/helm.py", "timeout=chart.wait_seconds", short)
        else:
            found = decide(self.root, tree, Options(allow_dirty=True, version=__version__))
            assert not found.conflicts, found.conflicts
            write(self.root, found)
        for archive in (self.root / "charts").glob("*.tgz"):
            archive.unlink()

    def _edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text()
        assert old in text
        (self.root / path).write_text(text.replace(old, new))

    def _ready(self, plan: Plan) -> Course:
        """Archives, configuration and secrets of the plan; the course of its stack."""
        unknown = Packer(plan, self.root, RENDERED).pack()
        for (group, kind), version in unknown.items():
            crd = json.dumps(kinds.crd(group, version, kind))
            self.plane.kubectl("apply", "-f", "-", given=crd)
        stack = self.root / f"Pulumi.{plan.stacks[0]}.yaml"
        salt = _salt(stack) if self.course else None
        self.secrets = {**workspace.settings(self.root, plan), **self.secrets}
        if salt:
            stack.write_text(json.dumps({"encryptionsalt": salt, **json.loads(stack.read_text())}))
        wanted = {f"{plan.project}:{s.key}" for s in plan.config if s.secret}
        if self.course is None:
            made = Stack(self.plane.tools, self.root, self.home / "pulumi", self.plane.kubeconfig)
            made.init(plan.stacks[0])
            start, kept = things(self.plane), frozenset[str]()
        else:
            made, start, kept = self.course.stack, self.course.before, self.course.kept
        made.set_secrets({k: v for k, v in self.secrets.items() if k in wanted})
        self.course = Course(plan, self.plane, made)
        self.course.before = start
        self.course.kept |= kept
        return self.course

    def _values(self) -> dict[str, bytes]:
        """Release -> its values and version, as they are on disk."""
        if self.plan is None:
            return {}
        found = {}
        for release in self.plan.releases:
            path = self.root / "values" / f"{release.name}.yaml"
            content = path.read_bytes() if path.exists() else b""
            found[release.name] = content + release.version.encode()
        return found

    def _touched(self, done: Done, old: Mapping[str, bytes]) -> list[str]:
        now = self._values() if self.plan else {}
        same = {name for name, content in old.items() if now.get(name) == content}
        return sorted(f"{verb} {name}" for verb, name in done.watch.moved if name in same)

    def _lost(self) -> list[str]:
        """Namespaces with data, of any selection so far, that are no more there."""
        assert self.course
        there = self.plane.kubectl("get", "namespaces", "-o", "name").split()
        return sorted(name for name in self.course.kept if f"namespace/{name}" not in there)


def _another(held: set[tuple[str, str]], capability: str, ref: str) -> bool:
    """Whether somebody else holds the capability now."""
    return any(c == capability and who != ref for c, who in held)


def without(rows: Catalogue, answers: Answers, refs: set[str]) -> Answers:
    """The answers without these options, and without those that require what they provide."""
    gone = set(refs)
    while True:
        left = [b for ref in answers.refs() if ref not in gone and (b := rows.find(ref))]
        there = {c for b in left for c in b.provides}
        short = {b.ref for b in left if set(b.requires) - there}
        if not short:
            break
        gone |= short
    choices = {
        row: tuple(o for o in chosen if f"{row}/{o}" not in gone)
        for row, chosen in answers.choices.items()
    }
    return replace(answers, choices=choices)


def _salt(stack: Path) -> Any:
    return yaml.safe_load(stack.read_text()).get("encryptionsalt")


def _untrue(lines: tuple[str, ...], done: Done) -> list[str]:
    """Releases that the plan says come or go, and that did not."""
    told = {
        (verb, name)
        for line in lines
        for verb, last in (("create", ("comes", "come")), ("delete", ("goes", "go")))
        if line.startswith("release") and line.split()[-1] in last
        for name in " ".join(line.split()[1:-1]).split(", ")
    }
    return sorted(f"{verb} {name}" for verb, name in told - {*done.watch.moved})
