"""The course of a rehearsal on a control plane that runs: `up`, `up` again, `destroy`."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffold.model.plan import Plan
from scaffold.rehearse import graph, leftovers, refusals
from scaffold.rehearse.leftovers import Left, Thing
from scaffold.rehearse.plane import ControlPlane
from scaffold.rehearse.report import Refusal
from scaffold.rehearse.stack import Event, Stack
from scaffold.rehearse.watch import Tell, Watch

GO_ON = ("--continue-on-error",)
AGGREGATION = "clusterrole-aggregation-controller"
SETTLE_SECONDS = 20
"""How long garbage collection may take after `destroy`: a second where nothing else runs."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """One run of the engine."""

    watch: Watch
    seconds: float
    failed: bool
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """What `destroy` came to."""

    seconds: float = 0.0
    refreshed: bool = False
    failed: bool = False
    left: Left = field(default_factory=Left)
    refusals: tuple[Refusal, ...] = ()
    remedies: tuple[str, ...] = ()


class Course:
    """One stack on one control plane; `before` is what the cluster held at first."""

    kept: frozenset[str]
    """Namespaces with data, of this plan and of those that the stack had before."""

    def __init__(self, plan: Plan, plane: ControlPlane, stack: Stack) -> None:
        self.plan = plan
        self.plane = plane
        self.stack = stack
        self.graph = graph.waits(plan)
        self.before: frozenset[Thing] = leftovers.things(plane)
        self.kept = frozenset(r.namespace for r in plan.releases if r.keeps_data)

    def up(self, tell: Tell, more: Sequence[str] = GO_ON) -> Done:
        """Install what can be installed, and take down what is no more; every failure is named."""
        watch = _Freeing(self, tell)
        watch.announce()
        done = self._run("up", watch, more)
        found = done.refusals
        if done.failed:
            found = (*found, *refusals.unready(self.plane, self.plan))
        return Done(watch, done.seconds, done.failed, found)

    def _run(self, verb: str, watch: Watch, more: Sequence[str]) -> Done:
        started = time.monotonic()
        code = self.stack.run(verb, more, watch)
        seconds = round(time.monotonic() - started, 2)
        found = tuple(refusals.told(watch.errors, self.plan))
        if code and not found:
            found = (Refusal("", "", self.stack.said()),)
        return Done(watch, seconds, code != 0, found)

    def destroy(self) -> End:
        """Take everything down; once more with `--refresh` where that is what helps."""
        watch = _Freeing(self, lambda progress: None)
        done = self._run("destroy", watch, GO_ON)
        freed = watch.freed
        refreshed = done.failed
        if refreshed:
            freed.append(f"pulumi destroy --refresh --stack {self.stack.name}")
            watch = _Freeing(self, lambda progress: None)
            again = self._run("destroy", watch, [*GO_ON, "--refresh"])
            found = again.refusals if again.failed else ()
            done = Done(watch, round(done.seconds + again.seconds, 2), again.failed, found)
            freed += watch.freed
        freed += self.orphans()
        left = self._settled()
        return End(done.seconds, refreshed, done.failed, left, done.refusals, tuple(freed))

    def orphans(self) -> list[str]:
        """Delete the roles that only the aggregation controller has written, and say how.

        It wins a race with Helm, and makes them anew in the moment they are deleted; Helm then
        waits for their end in vain.
        """
        wanted = ("get", "clusterroles", "--show-managed-fields", "-o", "json")
        roles = json.loads(self.plane.kubectl(*wanted))["items"]
        found = [role["metadata"]["name"] for role in roles if _orphan(role)]
        for name in found:
            self.plane.kubectl("delete", "clusterrole", name, "--ignore-not-found")
        return [f"kubectl delete clusterrole {name}" for name in found]

    def _settled(self) -> Left:
        """What is left when nothing goes away any more."""
        until = time.monotonic() + SETTLE_SECONDS
        while True:
            left = leftovers.left(self.before, leftovers.things(self.plane), self.kept)
            if not left.rest or time.monotonic() > until:
                return left
            time.sleep(0.5)


class _Freeing(Watch):
    """Frees, whenever a deletion stands still for a second, what Helm waits for in vain."""

    def __init__(self, course: Course, tell: Tell) -> None:
        super().__init__(course.graph, tell)
        self.free = course.orphans
        self.freed: list[str] = []
        self.going: set[str] = set()
        """What is being deleted."""

    def __call__(self, event: Event) -> None:
        """Take one event; one without anything says that a second has gone by."""
        super().__call__(event)
        for kind, about in event.items():
            if kind == "resourcePreEvent" and about["metadata"]["op"] == "delete":
                self.going.add(about["metadata"]["urn"])
            elif kind in ("resOutputsEvent", "resOpFailedEvent"):
                self.going.discard(about["metadata"]["urn"])
        if len(event) == 1 and self.going:
            self.freed += self.free()


def _orphan(role: Mapping[str, Any]) -> bool:
    """Whether a role has no labels, and nobody else ever wrote it."""
    about = role["metadata"]
    writers = {field.get("manager") for field in about.get("managedFields", ())}
    meant = about.get("labels") or about.get("annotations") or role.get("aggregationRule")
    return not meant and writers <= {AGGREGATION}
