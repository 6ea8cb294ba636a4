"""Whether everything that was chosen has become ready: the `smoke` lines of the manifests."""

from concurrent.futures import ThreadPoolExecutor

from scaffold.cluster.finding import Finding
from scaffold.cluster.programs import Kubectl, Object, SilentError, at
from scaffold.cluster.workloads import Reasons, unready
from scaffold.model.plan import Plan

AT_ONCE = 4
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")
GOOD = ("Ready", "Available", "Complete", "Established", "Healthy", "Accepted")


def lines(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The option and the `Kind/namespace/name` of each thing to ask for, each thing once."""
    found: dict[str, str] = {}
    for blueprint in plan.blueprints:
        for line in blueprint.smoke:
            found.setdefault(line, blueprint.ref)
    return tuple((ref, line) for line, ref in found.items())


def ask(kubectl: Kubectl, ref: str, line: str) -> Finding:
    """Whether one thing is ready."""
    kind, namespace, name = (*line.split("/"), "", "")[:3]
    where = ("-n", namespace) if namespace else ()
    place = f" -n {namespace}" if namespace else ""
    look = f"kubectl{kubectl.flag} describe{place} {kind.lower()} {name}"
    try:
        (one,) = kubectl.get(kind, *where, name)
    except SilentError as error:
        return Finding("FAIL", ref, f"{line}: {_words(error)}", "scaffold doctor")
    except ValueError:
        return Finding("FAIL", ref, f"{line}: kubectl shows more than one", look)
    if kind not in WORKLOADS:
        text = _condition(one)
        return Finding("FAIL" if text else "PASS", ref, _joined(line, text), look if text else "")
    if far := unready(one):
        why = Reasons(kubectl).why(one)
        look = f"kubectl{kubectl.flag} describe{place} {why.look}"
        return Finding("FAIL", ref, f"{line}: {far}: {why.text}", look)
    return Finding("PASS", ref, f"{line} is ready")


def _words(error: SilentError) -> str:
    return "is not there" if "NotFound" in error.words else error.words


def _joined(line: str, text: str) -> str:
    return f"{line}: {text}" if text else f"{line} is ready"


def _condition(one: Object) -> str:
    """Why a thing with conditions is not ready; empty where it is, or has none to say so."""
    for condition in at(one, "status", "conditions") or ():
        if at(condition, "type") in GOOD and at(condition, "status") != "True":
            said = at(condition, "message") or at(condition, "reason") or "no reason given"
            return f"not {str(at(condition, 'type')).lower()}: {' '.join(str(said).split())}"
    return ""


def every(kubectl: Kubectl, plan: Plan) -> tuple[Finding, ...]:
    """All of them, in the order of the plan."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(lambda entry: ask(kubectl, *entry), lines(plan)))
