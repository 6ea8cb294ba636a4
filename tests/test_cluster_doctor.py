"""What `doctor` says about the cluster, word for word, from prepared answers of kubectl."""

from pathlib import Path
from typing import Any

import pytest

from scaffold.cluster import Finding, Options, doctor
from scaffold.errors import Problem
from scaffold.model.plan import Plan
from tests.test_cluster_fakes import (
    ROLES,
    SECRETS,
    WORKLOADS,
    Programs,
    blueprint,
    deployment,
    failing,
    listed,
    made,
    node,
    plan,
    programs,
    secrets,
    storage_class,
    well,
)

__all__ = ["programs"]
CHARTS = Finding("PASS", "charts", "every archive is there, with its recorded bytes")
VERSION = Finding("PASS", "version", "Kubernetes 1.37 suits every chosen option")
NODES = Finding("PASS", "nodes", "all 3 are Ready")
ROOM = Finding(
    "PASS", "room", "the plan asks for 1.5 CPU and 3.0 GiB, the nodes have 12.0 CPU and 24.0 GiB"
)
STORAGE = Finding("PASS", "storage", "the default class is 'standard'")
RELEASES = Finding("PASS", "releases", "2 releases are deployed and ready")
ALL_WELL = (CHARTS, VERSION, NODES, ROOM, STORAGE, RELEASES)
ANNOTATE = (
    "kubectl annotate storageclass {} storageclass.kubernetes.io/is-default-class={} --overwrite"
)


def found(programs: Programs, chosen: Plan | None = None, **answers: Any) -> list[Finding]:
    """What is not as in a cluster where all is well."""
    programs.add("kubectl", {**well(), **answers.pop("table", {})})
    told = doctor(programs.folder, chosen or plan(), None, Options(seconds=5))
    return [finding for finding in told if finding not in ALL_WELL]


def test_a_cluster_where_all_is_well(programs: Programs) -> None:
    programs.add("kubectl", well())
    assert doctor(programs.folder, plan(), "prod") == ALL_WELL
    asked = programs.asked("kubectl")
    assert all(line.startswith("--context prod --request-timeout=15s ") for line in asked)
    verbs = {line.split()[3] for line in asked}
    assert verbs == {"version", "get"}


def test_kubectl_that_is_missing_is_one_failure(programs: Programs) -> None:
    assert doctor(programs.folder, plan(), None) == (
        CHARTS,
        Finding(
            "FAIL",
            "kubectl",
            "is not on PATH",
            "Install it: https://kubernetes.io/docs/tasks/tools/",
        ),
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (failing("E1125 x\n\nUnable to connect to the server"), "Unable to connect to the server"),
        (failing(""), "kubectl says nothing"),
        ("no json", "kubectl does not answer in JSON"),
        ({"clientVersion": {}}, "kubectl names no version of the cluster"),
    ],
)
def test_a_cluster_that_cannot_be_reached_is_one_failure(
    programs: Programs, answer: Any, words: str
) -> None:
    programs.add("kubectl", {"version -o json": answer})
    text = f"cannot be reached: {words}"
    unreached = Finding("FAIL", "cluster", text, "kubectl --context prod cluster-info")
    assert doctor(programs.folder, plan(), "prod") == (CHARTS, unreached)


def test_a_kubectl_that_hangs_is_left(programs: Programs) -> None:
    programs.add("kubectl", {})
    script = programs.folder / "kubectl"
    script.write_text(f"#!{Path('/bin/sh')}\nexec /bin/sleep 60\n")
    told = doctor(programs.folder, plan(), None, Options(seconds=0.1))
    text = "cannot be reached: kubectl does not answer within 1.1 seconds"
    assert told[1:] == (Finding("FAIL", "cluster", text, "kubectl cluster-info"),)


def test_a_kubectl_that_is_no_program_is_said(programs: Programs) -> None:
    programs.add("kubectl", {})
    (programs.folder / "kubectl").write_bytes(b"\x00\x01")
    text = "cannot be reached: kubectl: exec format error"
    told = doctor(programs.folder, plan(), None)
    assert told[1:] == (Finding("FAIL", "cluster", text, "kubectl cluster-info"),)


def test_what_may_not_be_read_stops_nothing_else(programs: Programs) -> None:
    words = 'Error from server (Forbidden): nodes is forbidden: User "me" cannot list'
    told = found(programs, table={"get nodes -o json": failing(words), ROLES: failing("no")})
    remedy = "Use a kubeconfig that may read it."
    assert told == [
        Finding("WARN", "nodes", f"cannot be looked at: {words}", remedy),
        Finding("WARN", "clusterroles", "cannot be looked at: no", remedy),
    ]


def test_problems_of_the_archives_come_first(programs: Programs) -> None:
    programs.add("kubectl", well())
    problem = Problem("SC611", "charts/web-1.2.3.tgz", "is missing", "Run scaffold vendor.")
    told = doctor(programs.folder, plan(), None, Options(problems=(problem,)))
    want = Finding("FAIL", "charts/web-1.2.3.tgz", "is missing", "Run scaffold vendor.")
    assert told == (want, *ALL_WELL[1:])


def test_a_version_outside_an_options_range(programs: Programs) -> None:
    table = {"version -o json": {"serverVersion": {"gitVersion": "v1.39.0-eks-1"}}}
    assert found(programs, table=table) == [
        Finding(
            "FAIL",
            "version",
            "ingress/proxy needs Kubernetes >=1.30 <1.38, this is 1.39",
            "Choose another option, or move the cluster.",
        ),
        Finding(
            "WARN",
            "version",
            "the cluster is Kubernetes 1.39, the answers say 1.37",
            'Set kubernetes: "1.39" in .scaffold/answers.yaml, then scaffold apply.',
        ),
    ]


def test_nodes_that_are_not_ready(programs: Programs) -> None:
    silent = {"type": "Ready", "status": "Unknown", "message": "kubelet stopped"}
    bad = made("Node", "n2", {"conditions": [silent]})
    table = {"get nodes -o json": listed(node("n1", "12", "24Gi"), bad, made("Node", "n3"))}
    assert [f for f in found(programs, table=table) if f.subject != "room"] == [
        Finding("FAIL", "node n2", "is not Ready: kubelet stopped", "kubectl describe node n2"),
        Finding(
            "FAIL", "node n3", "is not Ready: it has never reported", "kubectl describe node n3"
        ),
    ]


def test_a_cluster_without_nodes(programs: Programs) -> None:
    assert found(programs, table={"get nodes -o json": listed()}) == [
        Finding("FAIL", "nodes", "there are none", "Add nodes to the cluster.")
    ]


@pytest.mark.parametrize(
    ("nodes", "want"),
    [
        ([node("a", "500m", "64Gi")], ("FAIL",
         "the plan asks for 1.3 CPU and 2.0 GiB, the nodes have 0.5 CPU and 64.0 GiB",
         "Add nodes, or choose less.")),
        ([node("a", "64", "1048576Ki")], ("FAIL",
         "the plan asks for 1.3 CPU and 2.0 GiB, the nodes have 64.0 CPU and 1.0 GiB",
         "Add nodes, or choose less.")),
        ([node("a", "1500m", "64Gi")], ("WARN",
         "the plan asks for 1.3 CPU and 2.0 GiB, the nodes have 1.5 CPU and 64.0 GiB",
         "Add a node: a failed one leaves too little.")),
        ([node("a", "64", "64Gi", spec={"taints": [{"effect": "NoSchedule"}]}),
          node("b", "64", "64Gi", spec={"unschedulable": True}), node("c", "1", "64Gi")], ("FAIL",
         "the plan asks for 1.3 CPU and 2.0 GiB, the nodes have 1.0 CPU and 64.0 GiB",
         "Add nodes, or choose less.")),
    ],
)  # fmt: skip
def test_room_is_what_free_nodes_can_allocate(
    programs: Programs, nodes: list[Any], want: tuple[Any, str, str]
) -> None:
    told = found(programs, table={"get nodes -o json": listed(*nodes)})
    assert Finding(want[0], "room", *want[1:]) in told


def test_replicas_are_not_spread_over_nodes_that_name_no_zone(programs: Programs) -> None:
    nodes = [node("n1"), node("n2", labels={}), node("n3", labels={})]
    zones = Finding(
        "WARN",
        "zones",
        "2 of 3 nodes have no label topology.kubernetes.io/zone: replicas are not spread over them",
        "kubectl label nodes n2 n3 topology.kubernetes.io/zone=NAME",
    )
    assert found(programs, table={"get nodes -o json": listed(*nodes)}) == [zones]
    bare = [node("n1", labels={}), node("n2", labels={}), node("n3", labels={})]
    (told,) = found(programs, table={"get nodes -o json": listed(*bare)})
    assert told.remedy == "kubectl label nodes --all topology.kubernetes.io/zone=NAME"


def test_a_single_node_needs_no_zone(programs: Programs) -> None:
    alone = {"get nodes -o json": listed(node("n1", "64", "64Gi", labels={}))}
    assert [f.subject for f in found(programs, table=alone)] == ["nodes", "room"]


def test_more_than_one_default_storage_class(programs: Programs) -> None:
    table = {"get storageclasses -o json": listed(storage_class("b"), storage_class("a"))}
    text = "2 classes are the default: a, b"
    remedy = ANNOTATE.format("b", "false")
    assert found(programs, table=table) == [Finding("WARN", "storage", text, remedy)]


def test_of_several_default_classes_the_one_that_the_plan_brings_stays(programs: Programs) -> None:
    bringing = plan(facts={"default-storage-class": {"name": "gp3"}})
    table = {"get storageclasses -o json": listed(storage_class("gp2"), storage_class("gp3"))}
    remedy = ANNOTATE.format("gp2", "false")
    want = Finding("WARN", "storage", "2 classes are the default: gp2, gp3", remedy)
    assert found(programs, bringing, table=table) == [want]


def test_no_default_storage_class(programs: Programs) -> None:
    table = {"get storageclasses -o json": listed(storage_class("slow", default=False))}
    text = "no class is the default: claims that name none stay pending"
    remedy = ANNOTATE.format("slow", "true")
    assert found(programs, table=table) == [Finding("WARN", "storage", text, remedy)]
    wanting = plan(blueprint(wants=("default-storage-class",)))
    assert found(programs, wanting, table=table) == [Finding("FAIL", "storage", text, remedy)]
    none = {"get storageclasses -o json": listed()}
    remedy = ANNOTATE.format("NAME", "true")
    assert found(programs, table=none) == [Finding("WARN", "storage", text, remedy)]


def test_a_default_storage_class_that_the_plan_brings(programs: Programs) -> None:
    bringing = plan(facts={"default-storage-class": {"name": "local"}})
    text = "no class is the default yet; the plan brings 'local'"
    table = {"get storageclasses -o json": listed()}
    want = Finding("WARN", "storage", text, "pulumi up")
    assert found(programs, bringing, table=table) == [want]


def role(name: str, *managers: str, **more: Any) -> dict[str, Any]:
    one = made("ClusterRole", name, **more)
    one["metadata"]["managedFields"] = [{"manager": manager} for manager in managers]
    return one


def test_a_cluster_role_that_an_uninstall_has_left(programs: Programs) -> None:
    controller = "clusterrole-aggregation-controller"
    roles = [
        role("left", controller, rules=[{"verbs": ["get"]}]),
        role("left-empty", rules=None),
        role("admin", controller, "kube-apiserver"),
        role("helms", controller, labels={"app.kubernetes.io/managed-by": "Helm"}),
        role("whole", controller, aggregationRule={"clusterRoleSelectors": []}),
        role("by-hand", rules=[{"verbs": ["get"]}]),
    ]
    text = "is left of a release that is gone; Helm cannot import it"
    assert found(programs, table={ROLES: listed(*roles)}) == [
        Finding("FAIL", "clusterrole left", text, "kubectl delete clusterrole left"),
        Finding("FAIL", "clusterrole left-empty", text, "kubectl delete clusterrole left-empty"),
    ]


def test_nothing_is_installed_yet(programs: Programs) -> None:
    told = found(programs, table={SECRETS: "", WORKLOADS: listed(deployment("web"))})
    want = Finding("WARN", "releases", "web, web-crds are not installed", "pulumi up")
    assert told == [want]


def test_one_release_is_not_installed(programs: Programs) -> None:
    told = found(programs, table={SECRETS: secrets("web web deployed 1")})
    assert told == [
        Finding("PASS", "releases", "1 release is deployed and ready"),
        Finding("WARN", "releases", "web-crds is not installed", "pulumi up"),
    ]
