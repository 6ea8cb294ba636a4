"""Whether a workload is ready, and if not, what its pods or its last event say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scaffold.cluster.programs import Kubectl, Object, SilentError, at

KINDS = "deployments,statefulsets,daemonsets"
RELEASE = "meta.helm.sh/release-name"


@dataclass(frozen=True, slots=True)
class Why:
    """The reason why something is not ready, and the thing to look at."""

    text: str
    look: str
    """`pod traefik-6d9`: what `kubectl describe` is given."""


@dataclass(slots=True)
class Reasons:
    """Pods and events by namespace, asked for once and only when something is not ready."""

    kubectl: Kubectl
    _pods: dict[str, Sequence[Object]] = field(default_factory=dict)
    _events: dict[str, Sequence[Object]] = field(default_factory=dict)

    def why(self, workload: Object) -> Why:
        """Why a workload is not ready: a waiting container, a pending pod, the last warning."""
        namespace = str(at(workload, "metadata", "namespace"))
        name, kind = str(at(workload, "metadata", "name")), str(at(workload, "kind"))
        pods = [pod for pod in self._of(self._pods, "pods", namespace) if _owns(workload, pod)]
        for pod in pods:
            if said := trouble(pod):
                own = str(at(pod, "metadata", "name"))
                return Why(f"pod {own}: {said}", f"pod {own}")
        for pod in pods:
            if not _pod_ready(pod) and (said := self._warning(namespace, pod)):
                own = str(at(pod, "metadata", "name"))
                return Why(f"pod {own}: {said}", f"pod {own}")
        said = self._warning(namespace, workload) or (
            "its pods start" if pods else "it has no pods"
        )
        return Why(said, f"{kind.lower()} {name}")

    def _of(self, book: dict[str, Sequence[Object]], kind: str, namespace: str) -> Sequence[Object]:
        if namespace not in book:
            try:
                book[namespace] = self.kubectl.get(kind, "-n", namespace)
            except SilentError:
                book[namespace] = ()
        return book[namespace]

    def _warning(self, namespace: str, one: Object) -> str:
        """The last warning about an object, or about one that it has made."""
        name = str(at(one, "metadata", "name"))
        about = [
            event
            for event in self._of(self._events, "events", namespace)
            if at(event, "type") == "Warning"
            and _named(str(at(event, "involvedObject", "name")), name)
        ]
        last = max(about, key=_when, default=None)
        return f"{at(last, 'reason')}: {_line(at(last, 'message'))}" if last else ""


def _named(found: str, name: str) -> bool:
    """The object, or a ReplicaSet or pod with one suffix to its name."""
    return found == name or found.rpartition("-")[0] == name


def _when(event: Object) -> str:
    return str(
        at(event, "series", "lastObservedTime")
        or at(event, "lastTimestamp")
        or at(event, "eventTime")
        or ""
    )


def _line(message: object) -> str:
    """A message on one line, cut where it is long."""
    text = " ".join(str(message).split())
    return text if len(text) <= 200 else f"{text[:199]}…"


def unready(one: Object) -> str:
    """How far a workload is, `1 of 2 pods ready`; empty where it is ready."""
    kind, status = at(one, "kind"), at(one, "status") or {}
    if kind == "DaemonSet":
        want, have = at(status, "desiredNumberScheduled") or 0, at(status, "numberReady") or 0
    elif kind == "StatefulSet":
        want, have = _replicas(one), at(status, "readyReplicas") or 0
    else:
        updated = at(status, "updatedReplicas") or 0
        want, have = _replicas(one), min(at(status, "availableReplicas") or 0, updated)
    generation = at(one, "metadata", "generation") or 0
    if generation > (at(status, "observedGeneration") or 0):
        return "its controller has not looked at it yet"
    return f"{have} of {want} pods ready" if have < want else ""


def _replicas(one: Object) -> int:
    given = at(one, "spec", "replicas")
    return 1 if given is None else int(given)


def _owns(workload: Object, pod: Object) -> bool:
    wanted: Mapping[str, str] = at(workload, "spec", "selector", "matchLabels") or {}
    labels = at(pod, "metadata", "labels") or {}
    return bool(wanted) and all(labels.get(key) == value for key, value in wanted.items())


def _pod_ready(pod: Object) -> bool:
    conditions = at(pod, "status", "conditions") or ()
    return any(at(c, "type") == "Ready" and at(c, "status") == "True" for c in conditions)


def trouble(pod: Object) -> str:
    """What a pod says itself: a container that waits or has ended, a node that is not found."""
    for kind in ("initContainerStatuses", "containerStatuses"):
        for status in at(pod, "status", kind) or ():
            reason = at(status, "state", "waiting", "reason")
            if reason and reason not in ("ContainerCreating", "PodInitializing"):
                message = at(status, "state", "waiting", "message")
                return f"{reason}: {_line(message)}" if message else str(reason)
            code = at(status, "state", "terminated", "exitCode")
            if code:
                return f"container {at(status, 'name')} ended with {code}"
    for condition in at(pod, "status", "conditions") or ():
        if at(condition, "type") == "PodScheduled" and at(condition, "status") == "False":
            return f"{at(condition, 'reason')}: {_line(at(condition, 'message'))}"
    return ""
