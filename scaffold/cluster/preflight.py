"""What a cluster must have before anything is installed: nodes, room, zones, a storage class."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from scaffold.cluster.finding import Finding
from scaffold.cluster.programs import Kubectl, Object, at
from scaffold.model.plan import Plan

DEFAULT = "storageclass.kubernetes.io/is-default-class"
CAPABILITY = "default-storage-class"
ZONE = "topology.kubernetes.io/zone"
TIGHT = 0.8
"""The part of the room above which it is called tight."""
MEASURED_NODES = 3
"""The footprints of the catalogue are sums on so many nodes."""
_UNITS: dict[str, int | Decimal] = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50}
_UNITS |= {"m": Decimal("0.001"), "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15}


def quantity(text: object) -> Decimal:
    """`500m` as 0.5, `2Gi` as 2147483648; what is no quantity as 0.

    Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
    """
    number = str(text)
    unit = next((u for u in _UNITS if number.endswith(u)), "")
    try:
        return Decimal(number.removesuffix(unit)) * _UNITS.get(unit, 1)
    except InvalidOperation:
        return Decimal(0)


def nodes(kubectl: Kubectl, plan: Plan) -> Iterator[Finding]:
    """Whether every node is Ready, and whether the plan fits on them."""
    found = kubectl.get("nodes")
    ready = [node for node in found if not _unready(node)]
    for node in found:
        if why := _unready(node):
            name = at(node, "metadata", "name")
            remedy = f"kubectl{kubectl.flag} describe node {name}"
            yield Finding("FAIL", f"node {name}", f"is not Ready: {why}", remedy)
    if found and len(ready) == len(found):
        yield Finding("PASS", "nodes", f"all {len(found)} are Ready")
    if not found:
        yield Finding("FAIL", "nodes", "there are none", "Add nodes to the cluster.")
    else:
        yield room([node for node in ready if _takes_pods(node)], plan)
        yield from zones(kubectl, ready)


def zones(kubectl: Kubectl, ready: Sequence[Object]) -> Iterator[Finding]:
    """Which nodes a spread over zones leaves out; the scheduler then spreads over nothing at all.

    Source: kubernetes, pkg/scheduler/framework/plugins/podtopologyspread/scoring.go
    """
    without = [
        str(at(n, "metadata", "name")) for n in ready if not at(n, "metadata", "labels", ZONE)
    ]
    if without and len(ready) > 1:
        which = "--all" if len(without) == len(ready) else " ".join(sorted(without))
        text = f"{len(without)} of {len(ready)} nodes have no label {ZONE}"
        remedy = f"kubectl{kubectl.flag} label nodes {which} {ZONE}=NAME"
        yield Finding("WARN", "zones", f"{text}: replicas are not spread over them", remedy)


def _unready(node: Object) -> str:
    """Why a node is not Ready; empty where it is."""
    for condition in at(node, "status", "conditions") or ():
        if at(condition, "type") == "Ready":
            if at(condition, "status") == "True":
                return ""
            return str(at(condition, "message") or at(condition, "reason") or "no reason given")
    return "it has never reported"


def _takes_pods(node: Object) -> bool:
    """Neither cordoned nor tainted for others."""
    taints = at(node, "spec", "taints") or ()
    barred = any(at(taint, "effect") in ("NoSchedule", "NoExecute") for taint in taints)
    return not at(node, "spec", "unschedulable") and not barred


def room(free: Sequence[Object], plan: Plan) -> Finding:
    """The plan's requests against what the nodes can allocate; other workloads are not counted."""
    extra = len(free) - MEASURED_NODES
    costs = [b.footprint for b in plan.blueprints]
    cpu = sum(c.cpu_millicores + extra * c.per_node.cpu_millicores for c in costs) / 1000
    memory = sum(c.memory_mebibytes + extra * c.per_node.memory_mebibytes for c in costs) / 1024
    has_cpu = float(sum(quantity(at(node, "status", "allocatable", "cpu")) for node in free))
    bytes_ = sum(quantity(at(node, "status", "allocatable", "memory")) for node in free)
    has_memory = float(bytes_) / 2**30
    text = (
        f"the plan asks for {cpu:.1f} CPU and {memory:.1f} GiB,"
        f" the nodes have {has_cpu:.1f} CPU and {has_memory:.1f} GiB"
    )
    if cpu > has_cpu or memory > has_memory:
        return Finding("FAIL", "room", text, "Add nodes, or choose less.")
    if cpu > has_cpu * TIGHT or memory > has_memory * TIGHT:
        return Finding("WARN", "room", text, "Add a node: a failed one leaves too little.")
    return Finding("PASS", "room", text)


def storage(kubectl: Kubectl, plan: Plan) -> Finding:
    """Whether exactly one storage class is the default."""
    found = kubectl.get("storageclasses")
    defaults = [
        str(at(one, "metadata", "name"))
        for one in found
        if at(one, "metadata", "annotations", DEFAULT) == "true"
    ]
    if len(defaults) == 1:
        return Finding("PASS", "storage", f"the default class is '{defaults[0]}'")
    brought = plan.facts.get(CAPABILITY, {}).get("name")
    if defaults:
        text = f"{len(defaults)} classes are the default: {', '.join(sorted(defaults))}"
        other = max(name for name in defaults if name != brought)
        return Finding("WARN", "storage", text, _annotate(kubectl, other, "false"))
    if brought:
        text = f"no class is the default yet; the plan brings '{brought}'"
        return Finding("WARN", "storage", text, "pulumi up")
    text = "no class is the default: claims that name none stay pending"
    wanted = any(CAPABILITY in (*b.requires, *b.wants) for b in plan.blueprints)
    name = str(at(found, 0, "metadata", "name") or "NAME")
    return Finding("FAIL" if wanted else "WARN", "storage", text, _annotate(kubectl, name, "true"))


def _annotate(kubectl: Kubectl, name: str, value: str) -> str:
    """The command that makes a class the default, or takes that from it."""
    return f"kubectl{kubectl.flag} annotate storageclass {name} {DEFAULT}={value} --overwrite"
