"""What the cluster holds, so that what `destroy` leaves can be told from what was there before."""

import re
from collections.abc import Iterable, Iterator
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
COLUMNS = (
    "custom-columns=K:.kind,S:.metadata.namespace,N:.metadata.name,C:.spec.claimRef.namespace,"
    r"H:.metadata.annotations.helm\.sh/hook,P:.metadata.annotations.helm\.sh/resource-policy,"
    "R:.spec.persistentVolumeReclaimPolicy"
)


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """One object of the cluster."""

    kind: str
    namespace: str
    name: str
    claim: str
    """The namespace of the claim that a volume is bound to; empty for everything else."""
    hook: str = ""
    """When Helm has made it: `pre-install`; empty where it is no hook."""
    policy: str = ""
    """`keep` where Helm is told to leave it."""
    reclaim: str = ""
    """`Retain` where a volume outlives its claim."""

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
    return frozenset(one for one in parsed(text) if one.kind not in FLEETING)


def parsed(table: str) -> Iterator[Thing]:
    """The rows of a table of kubectl's: three blanks at least are between two columns."""
    for line in table.splitlines():
        row = [cell.strip() for cell in re.split(r"\s{2,}", line.strip())]
        if len(row) == 7:
            yield Thing(*("" if cell == "<none>" else cell for cell in row))


@dataclass(frozen=True, slots=True)
class Left:
    """What is new after everything was taken down, as texts."""

    kept: tuple[str, ...] = ()
    """Namespaces with data, what a chart tells Helm to keep, volumes of a class that retains."""
    hooks: tuple[str, ...] = ()
    """Objects of hooks: Helm deletes them only where the chart says so."""
    rest: tuple[str, ...] = ()


def left(before: frozenset[Thing], after: frozenset[Thing], kept: Iterable[str]) -> Left:
    """What is new, and why; `kept` are the namespaces that are kept on purpose."""
    known, names = {str(thing) for thing in before}, set(kept)
    new = sorted(thing for thing in after if str(thing) not in known)
    spaces = [t for t in new if t.kind == "Namespace" and t.name in names]
    outside = [thing for thing in new if not thing.within(names)]
    meant = [*spaces, *(t for t in outside if t.policy == "keep" or t.reclaim == "Retain")]
    hooks = [t for t in outside if t.hook and t not in meant]
    rest = [t for t in outside if t not in meant and t not in hooks]
    return Left(*(tuple(map(str, things)) for things in (meant, hooks, rest)))
