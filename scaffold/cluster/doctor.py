"""The whole look: every check in turn; one that cannot be made says so and stops no other."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from scaffold.cluster import leftovers, preflight, readiness, releases, state, versions
from scaffold.cluster.finding import Finding
from scaffold.cluster.options import Options
from scaffold.cluster.programs import Kubectl, SilentError, there
from scaffold.errors import Problem
from scaffold.model.plan import Plan

INSTALL = "Install it: https://kubernetes.io/docs/tasks/tools/"


def doctor(
    root: Path, plan: Plan, context: str | None, options: Options | None = None
) -> tuple[Finding, ...]:
    """What is well and what is wrong, on disk, in Pulumi's state and on the cluster.

    `context` None: the stack's, else the current one. Read-only; needs kubectl, looks at pulumi
    where it is there.
    """
    how = options or Options()
    chosen = context or state.context(root, plan, how)
    return tuple(_all(root, plan, Kubectl(chosen, how.seconds), how))


def _all(root: Path, plan: Plan, kubectl: Kubectl, how: Options) -> Iterator[Finding]:
    yield from archives(how.problems)
    version = _reached(kubectl)
    if isinstance(version, Finding):
        yield version
        yield from state.look(root, plan, None, how)
        return
    yield from versions.look(plan, version)
    yield from _safely("nodes", lambda: preflight.nodes(kubectl, plan))
    yield from _safely("storage", lambda: [preflight.storage(kubectl, plan)])
    yield from _safely("releases", lambda: _installed(root, plan, kubectl, how))
    yield from _safely("clusterroles", lambda: leftovers.look(kubectl))


def _installed(root: Path, plan: Plan, kubectl: Kubectl, how: Options) -> Iterator[Finding]:
    found = releases.installed(kubectl)
    believed = tuple(state.look(root, plan, found, how))
    yield from believed
    yield from releases.look(kubectl, plan, found, {finding.subject for finding in believed})


def _safely(subject: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of a check; a question that is not answered is a finding too."""
    try:
        yield from check()
    except SilentError as error:
        remedy = "Use a kubeconfig that may read it."
        yield Finding("WARN", subject, f"cannot be looked at: {error.words}", remedy)


def _reached(kubectl: Kubectl) -> str | Finding:
    """The cluster's version, or why there is none."""
    if not there("kubectl"):
        return Finding("FAIL", "kubectl", "is not on PATH", INSTALL)
    try:
        return versions.server(kubectl)
    except SilentError as error:
        remedy = f"kubectl{kubectl.flag} cluster-info"
        return Finding("FAIL", "cluster", f"cannot be reached: {error.words}", remedy)


def archives(problems: Iterable[Problem]) -> Iterator[Finding]:
    """The problems of `charts/` as findings; one PASS where there are none."""
    for problem in (found := tuple(problems)):
        yield Finding("FAIL", problem.where, problem.what, problem.hint)
    if not found:
        yield Finding("PASS", "charts", "every archive is there, with its recorded bytes")


def smoke(plan: Plan, context: str | None, options: Options | None = None) -> tuple[Finding, ...]:
    """Whether everything that was chosen is ready."""
    kubectl = Kubectl(context, (options or Options()).seconds)
    version = _reached(kubectl)
    return (version,) if isinstance(version, Finding) else readiness.every(kubectl, plan)
