"""The rehearsal of a generated repository, from nothing to a report."""

import json
import shlex
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.errors import Problem, ToolError
from scaffold.model.plan import Plan
from scaffold.rehearse import graph, kinds, toolchain, workspace
from scaffold.rehearse.course import Course, Done, End, Say
from scaffold.rehearse.manifests import Kind
from scaffold.rehearse.plane import ControlPlane
from scaffold.rehearse.processes import undisturbed
from scaffold.rehearse.report import Report
from scaffold.rehearse.stack import Stack
from scaffold.rehearse.standin import Packer
from scaffold.rehearse.watch import Tell

PREFIX = "scaffold-rehearsal-"


@dataclass(frozen=True, slots=True)
class Options:
    """How a rehearsal is run."""

    keep: bool = False
    """Leave the cluster and the copy, with everything installed."""
    rendered: Path | None = None
    """The folder of the charts' rendered objects; None: stand-ins are of our own."""
    refresh: bool = False
    """Read the cluster's state before the second `up`, which must find nothing either."""
    tell: Tell = lambda progress: None
    """Is told every change of a release while `up` runs."""
    say: Say = lambda text: None
    """Is told what begins, in a few words."""
    find: Callable[[], toolchain.Toolchain] = toolchain.find
    """Finds the programs."""


def rehearse(root: Path, plan: Plan, options: Options) -> Report:
    """Run the whole program of the repository at `root`; nothing is written there.

    Raises ToolError (SC701-707) where a program is missing or does not start, RepositoryError
    (SC520). What the API server refuses is no error: it is in the report.
    """
    tools = options.find()
    _needs_sdk()
    started = time.monotonic()
    with _interruptible(), _folder(options.keep) as folder:
        copied = folder / "repository"
        workspace.copy(root, copied)
        packer = Packer(plan, copied, options.rendered or folder / "nowhere")
        unknown = packer.pack()
        options.say("starting a control plane")
        with ControlPlane(tools, folder / "plane", options.keep) as plane:
            stack = Stack(tools, copied, folder / "pulumi", plane.kubeconfig)
            _prepare(plan, plane, stack, unknown)
            seconds = round(time.monotonic() - started, 2)
            report = _course(Course(plan, plane, stack), packer, options, seconds)
    return report


def _prepare(plan: Plan, plane: ControlPlane, stack: Stack, unknown: Mapping[Kind, str]) -> None:
    """Kinds that no archive defines, the stack and its configuration."""
    for (group, kind), version in unknown.items():
        plane.kubectl("apply", "-f", "-", given=json.dumps(kinds.crd(group, version, kind)))
    secret = workspace.settings(stack.root, plan)
    stack.init(plan.stacks[0])
    stack.set_secrets(secret)


def _course(course: Course, packer: Packer, options: Options, seconds: float) -> Report:
    """`up`, `up` again, and `destroy` unless the cluster is kept."""
    options.say("pulumi up")
    first = course.up(options.tell)
    options.say("pulumi up once more, which must change nothing")
    again = course.up(lambda progress: None, ["--refresh"] if options.refresh else [])
    end = End()
    if not options.keep:
        options.say("pulumi destroy")
        end = course.destroy()
    shared: dict[str, Any] = {
        "kubernetes": course.plane.version,
        "start_seconds": seconds,
        "archives": packer.origins,
        "left_out": packer.left_out,
        "look": _look(course) if options.keep else (),
    }
    return Report(**_ups(course, first, again), **_end(first, again, end), **shared)


def _ups(course: Course, first: Done, again: Done) -> dict[str, Any]:
    installed = first.watch.installed()
    took = {one.release: one.seconds for one in installed}
    chain = graph.longest(course.graph, took)
    return {
        "releases": installed,
        "longest_chain": chain,
        "longest_seconds": round(sum(took[name] for name in chain), 2),
        "up_seconds": first.seconds,
        "again_seconds": again.seconds,
        "changed": tuple(again.watch.changed),
    }


def _end(first: Done, again: Done, end: End) -> dict[str, Any]:
    found = tuple(dict.fromkeys((*first.refusals, *again.refusals, *end.refusals)))
    failed = first.failed or again.failed or end.failed
    return {
        "ok": not (failed or found or again.watch.changed or end.left.rest),
        "refusals": found,
        "destroy_seconds": end.seconds,
        "refreshed": end.refreshed,
        "remedies": end.remedies,
        "kept": end.left.kept,
        "hooks": end.left.hooks,
        "leftovers": end.left.rest,
    }


def _look(course: Course) -> tuple[str, ...]:
    """Commands to look at the kept cluster, and to end it."""
    plane, stack = course.plane, course.stack
    wanted = ("PULUMI_HOME", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_PYTHON_CMD")
    env = " ".join(f"{name}={shlex.quote(stack.env[name])}" for name in wanted)
    return (
        f"export KUBECONFIG={plane.kubeconfig} PATH={plane.tools.bin}:$PATH",
        "kubectl get pods --all-namespaces",
        f"cd {stack.root} && {env} pulumi stack",
        f"kill -9 {' '.join(map(str, plane.processes.ids))}; sleep 1; rm -r {plane.folder.parent}",
    )


def _needs_sdk() -> None:
    """Raise ToolError (SC708) unless this Python can run the generated program."""
    from importlib.util import find_spec

    hint = "Install scaffold-k8s[rehearse] into the environment of scaffold."
    absent = [name for name in ("pulumi", "pulumi_kubernetes") if not find_spec(name)]
    if absent:
        raise ToolError(Problem("SC708", name, "is not installed", hint) for name in absent)


@contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    """A temporary folder that goes, whatever happens, unless it is kept and all went well."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        yield folder
    except BaseException:
        keep = False
        raise
    finally:
        if not keep:
            with undisturbed():
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM ends a rehearsal as Ctrl-C does: with everything cleaned up."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
