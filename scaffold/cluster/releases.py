"""Helm's releases, read from their Secrets: stuck, failed, not ready, or not there."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scaffold.cluster.finding import Finding
from scaffold.cluster.programs import Kubectl, Object, at, there
from scaffold.cluster.workloads import KINDS, RELEASE, Reasons, unready
from scaffold.model.plan import Plan
from scaffold.model.release import CRD_NAMESPACE

PENDING = ("pending-install", "pending-upgrade", "pending-rollback", "uninstalling")
IDLE = "If no pulumi up is at work: "
Key = tuple[str, str]
"""Namespace and name of a release."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One Secret of Helm: the label `version` counts, `status` says how it went."""

    number: int
    status: str


Installed = Mapping[Key, Sequence[Revision]]
"""Release -> its revisions, oldest first."""


def planned(plan: Plan) -> tuple[Key, ...]:
    """Every release of the plan."""
    own = [(CRD_NAMESPACE if r.first else r.namespace, r.name) for r in plan.releases]
    return (*own, *((CRD_NAMESPACE, packed.name) for packed in plan.packed))


def installed(kubectl: Kubectl) -> Installed:
    """All releases of the cluster; a table of labels, because the Secrets themselves are large.

    Raises SilentError.
    """
    columns = ("-L", "name,status,version", "--no-headers")
    table = kubectl.ask("get", "secrets", "-A", "-l", "owner=helm", *columns)
    found: dict[Key, list[Revision]] = {}
    for row in table.splitlines():
        cells = row.split()
        if len(cells) == 8 and cells[7].isdigit():
            revision = Revision(int(cells[7]), cells[6])
            found.setdefault((cells[0], cells[5]), []).append(revision)
    return {key: sorted(r, key=lambda one: one.number) for key, r in found.items()}


def look(kubectl: Kubectl, plan: Plan, found: Installed, told: Container[str]) -> Iterator[Finding]:
    """Every release of the plan that is not as it should be, and how many are.

    `told` holds the subjects of what was said already: `release web`.
    """
    workloads = _by_release(kubectl.get(KINDS, "-A"))
    reasons = Reasons(kubectl)
    good = 0
    for key in planned(plan):
        if key not in found:
            continue
        bad = [*_stuck(kubectl, key, found[key])]
        bad += _waiting(reasons, key, workloads.get(key, ()))
        good += not bad
        yield from bad
    if good:
        noun = "release is" if good == 1 else "releases are"
        yield Finding("PASS", "releases", f"{good} {noun} deployed and ready")
    absent = [key[1] for key in planned(plan) if key not in found]
    absent = [name for name in absent if f"release {name}" not in told]
    if absent:
        noun = "is" if len(absent) == 1 else "are"
        yield Finding("WARN", "releases", f"{', '.join(absent)} {noun} not installed", "pulumi up")


def _by_release(workloads: Sequence[Object]) -> Mapping[Key, Sequence[Object]]:
    found: dict[Key, list[Object]] = {}
    for one in workloads:
        notes = at(one, "metadata", "annotations") or {}
        key = (str(notes.get("meta.helm.sh/release-namespace")), str(notes.get(RELEASE)))
        found.setdefault(key, []).append(one)
    return found


def _stuck(kubectl: Kubectl, key: Key, revisions: Sequence[Revision]) -> Iterator[Finding]:
    """A release that Helm will not touch, or that has failed."""
    name, last = key[1], revisions[-1]
    if last.status in PENDING:
        text = f"revision {last.number} is {last.status}: another operation is in progress"
        yield Finding("FAIL", f"release {name}", text, IDLE + _free(kubectl, key, revisions))
    elif last.status == "failed":
        text = f"revision {last.number} has failed"
        yield Finding("FAIL", f"release {name}", text, "Mend the cause, then pulumi up.")
    elif last.status != "deployed":
        text = f"revision {last.number} is {last.status}"
        yield Finding("WARN", f"release {name}", text, "pulumi up --refresh")


def _free(kubectl: Kubectl, key: Key, revisions: Sequence[Revision]) -> str:
    """The command that ends a stuck operation: back to the last good revision, or forget it."""
    namespace, name = key
    good = [r.number for r in revisions if r.status in ("deployed", "superseded")]
    if good and revisions[-1].status != "uninstalling" and there("helm"):
        chosen = f" --kube-context {kubectl.context}" if kubectl.context else ""
        return f"helm{chosen} rollback {name} {good[-1]} -n {namespace}"
    secret = f"sh.helm.release.v1.{name}.v{revisions[-1].number}"
    return f"kubectl{kubectl.flag} delete secret -n {namespace} {secret}"


def _waiting(reasons: Reasons, key: Key, workloads: Sequence[Object]) -> Iterator[Finding]:
    """The workloads of a release that are not ready, each with its reason."""
    for one in workloads:
        if far := unready(one):
            why = reasons.why(one)
            space, own = at(one, "metadata", "namespace"), at(one, "metadata", "name")
            text = f"{at(one, 'kind')} {space}/{own}: {far}: {why.text}"
            remedy = f"kubectl{reasons.kubectl.flag} describe -n {space} {why.look}"
            yield Finding("FAIL", f"release {key[1]}", text, remedy)
