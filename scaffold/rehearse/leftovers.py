"""What the cluster holds, so that what `destroy` leaves can be told from what was there before."""

from collections.abc import Iterable
from dataclasses import dataclass

from scaffold.rehearse.plane import ControlPlane

FLEETING = frozenset(
    {
        "Event",
        "Lease",
        "EndpointSlice",
        "Endpoints",
        "ControllerRevision",
        "PodMetrics",
        "NodeMetrics",
        "APIService",
        "IPAddress",
        "CustomResourceDefinition",
    }
)
"""Kinds that come and go by themselves, or are kept by design."""
COLUMNS = "custom-columns=K:.kind,S:.metadata.namespace,N:.metadata.name,C:.spec.claimRef.namespace"


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """One object of the cluster."""

    kind: str
    namespace: str
    name: str
    claim: str
    """The namespace of the claim that a volume is bound to; empty for everything else."""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.kind, self.namespace, self.name)))

    def within(self, namespaces: Iterable[str]) -> bool:
        """Whether it is one of these namespaces, or lies in one, or is a volume of one."""
        places = {self.namespace, self.claim, self.name if self.kind == "Namespace" else ""}
        return bool(places & set(namespaces))


def things(plane: ControlPlane) -> frozenset[Thing]:
    """Everything that can be listed, but for what comes and goes by itself."""
    listed = plane.kubectl("api-resources", "--verbs=list", "-o", "name").split()
    wanted = ",".join(name for name in listed if not name.endswith("metrics.k8s.io"))
    text = plane.kubectl("get", wanted, "-A", "-o", COLUMNS, "--no-headers", "--ignore-not-found")
    rows = (line.split() for line in text.splitlines())
    found = (Thing(*(("" if c == "<none>" else c) for c in row)) for row in rows if len(row) == 4)
    return frozenset(one for one in found if one.kind not in FLEETING)


def left(
    before: frozenset[Thing], after: frozenset[Thing], kept: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The namespaces kept on purpose that are there, and everything else that is new."""
    new = sorted(after - before)
    names = set(kept)
    there = tuple(str(t) for t in new if t.kind == "Namespace" and t.name in names)
    return there, tuple(str(t) for t in new if not t.within(names))
