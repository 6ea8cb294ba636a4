"""Releases that are stuck, failed or not ready, and the line that helps."""

from typing import Any

import pytest

from scaffold.cluster import Finding, Options, doctor, smoke
from tests.test_cluster_fakes import (
    SECRETS,
    VERSION,
    WORKLOADS,
    Programs,
    blueprint,
    deployment,
    failing,
    listed,
    made,
    plan,
    programs,
    secrets,
    well,
)

__all__ = ["programs"]
CRDS = "platform-crds web-crds deployed 1"
IDLE = "If no pulumi up is at work: "
DELETE = "kubectl --context prod delete secret -n web sh.helm.release.v1.web.v"


def wrong(programs: Programs, **table: Any) -> list[Finding]:
    """The findings about release web."""
    programs.add("kubectl", {**well(), **table.pop("table", {})})
    told = doctor(programs.folder, plan(), "prod", Options(seconds=5))
    return [finding for finding in told if finding.subject == "release web"]


@pytest.mark.parametrize(
    ("rows", "text", "remedy"),
    [
        (["pending-install 1"], "revision 1 is pending-install", f"{DELETE}1"),
        (["superseded 1", "deployed 2", "pending-upgrade 3"],
         "revision 3 is pending-upgrade", "helm --kube-context prod rollback web 2 -n web"),
        (["pending-rollback 10", "deployed 9"],
         "revision 10 is pending-rollback", "helm --kube-context prod rollback web 9 -n web"),
        (["deployed 1", "uninstalling 2"], "revision 2 is uninstalling", f"{DELETE}2"),
    ],
)  # fmt: skip
def test_a_stuck_release_is_freed_by_a_command(
    programs: Programs, rows: list[str], text: str, remedy: str
) -> None:
    programs.add("helm", {})
    told = wrong(programs, table={SECRETS: secrets(CRDS, *(f"web web {row}" for row in rows))})
    text = f"{text}: another operation is in progress"
    assert told == [Finding("FAIL", "release web", text, IDLE + remedy)]
    assert programs.asked("helm") == []


def test_a_stuck_release_is_freed_without_helm(programs: Programs) -> None:
    table = {SECRETS: secrets(CRDS, "web web deployed 1", "web web pending-upgrade 2")}
    (told,) = wrong(programs, table=table)
    assert told.remedy == f"{IDLE}{DELETE}2"


def test_a_failed_release_is_told(programs: Programs) -> None:
    told = wrong(programs, table={SECRETS: secrets(CRDS, "web web failed 4")})
    remedy = "Mend the cause, then pulumi up."
    assert told == [Finding("FAIL", "release web", "revision 4 has failed", remedy)]


def test_a_release_that_was_uninstalled_but_kept_is_told(programs: Programs) -> None:
    told = wrong(programs, table={SECRETS: secrets(CRDS, "web web uninstalled 4")})
    text = "revision 4 is uninstalled"
    assert told == [Finding("WARN", "release web", text, "pulumi up --refresh")]


def pod(name: str, app: str = "web", **status: Any) -> dict[str, Any]:
    return made("Pod", name, status, labels={"app": app})


def container(**state: Any) -> dict[str, Any]:
    return {"containerStatuses": [{"name": "main", "state": state}]}


def event(name: str, reason: str, message: str, time: str = "2026-01-01T00:00:00Z") -> Any:
    said = {"reason": reason, "message": message, "lastTimestamp": time, "type": "Warning"}
    return made("Event", name, involvedObject={"name": name}, **said)


WAITING = {"reason": "ImagePullBackOff", "message": "Back-off pulling\n  image"}
UNSCHEDULED = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
               "message": "0/3 nodes are available"}  # fmt: skip


@pytest.mark.parametrize(
    ("pods", "events", "want"),
    [
        ([pod("x", "y", **container(waiting=WAITING)), pod("web-1", **container(waiting=WAITING))],
         [], ("pod web-1: ImagePullBackOff: Back-off pulling image", "pod web-1")),
        ([pod("web-1", **container(waiting={"reason": "CrashLoopBackOff"}))],
         [], ("pod web-1: CrashLoopBackOff", "pod web-1")),
        ([pod("web-1", **container(terminated={"exitCode": 137}))],
         [], ("pod web-1: container main ended with 137", "pod web-1")),
        ([pod("web-1", conditions=[UNSCHEDULED])],
         [], ("pod web-1: Unschedulable: 0/3 nodes are available", "pod web-1")),
        ([pod("web-1", **container(waiting={"reason": "ContainerCreating"}))],
         [event("web-1", "Pulled", "old"), event("web-1", "FailedMount", "no volume", "2026-02")],
         ("pod web-1: FailedMount: no volume", "pod web-1")),
        ([pod("web-1", **container(running={}))],
         [], ("its pods start", "deployment web")),
        ([], [event("web-7d9f", "FailedCreate", "violates PodSecurity"), event("web-a-b", "", "")],
         ("FailedCreate: violates PodSecurity", "deployment web")),
        ([], [], ("it has no pods", "deployment web")),
        ([], [event("web", "x", "y" * 300)], (f"x: {'y' * 199}…", "deployment web")),
    ],
)  # fmt: skip
def test_a_workload_that_is_not_ready_says_why(
    programs: Programs, pods: list[Any], events: list[Any], want: tuple[str, str]
) -> None:
    table = {
        WORKLOADS: listed(deployment("web", ready=1)),
        "get pods -n web -o json": listed(*pods),
        "get events -n web -o json": listed(*events),
    }
    assert wrong(programs, table=table) == [
        Finding(
            "FAIL",
            "release web",
            f"Deployment web/web: 1 of 2 pods ready: {want[0]}",
            f"kubectl --context prod describe -n web {want[1]}",
        )
    ]


@pytest.mark.parametrize(
    ("one", "far"),
    [
        (made("StatefulSet", "web", {"readyReplicas": 1, "observedGeneration": 1},
              spec={"replicas": 3}), "1 of 3 pods ready"),
        (made("StatefulSet", "web", {"observedGeneration": 1}), "0 of 1 pods ready"),
        (made("DaemonSet", "web", {"desiredNumberScheduled": 3, "numberReady": 2,
                                   "observedGeneration": 1}), "2 of 3 pods ready"),
        (made("Deployment", "web"), "its controller has not looked at it yet"),
        (made("Deployment", "web", {"availableReplicas": 2, "updatedReplicas": 1,
                                    "observedGeneration": 1}, spec={"replicas": 2}),
         "1 of 2 pods ready"),
    ],
)  # fmt: skip
def test_every_kind_of_workload_counts_its_pods(programs: Programs, one: Any, far: str) -> None:
    names = ("meta.helm.sh/release-name", "meta.helm.sh/release-namespace")
    one["metadata"]["annotations"] = dict.fromkeys(names, "web")
    told = wrong(programs, table={WORKLOADS: listed(one)})
    assert [f.text for f in told] == [f"{one['kind']} web/web: {far}: it has no pods"]


def test_a_workload_of_no_replicas_is_ready(programs: Programs) -> None:
    asleep = deployment("web", ready=0)
    asleep["spec"]["replicas"] = 0
    assert wrong(programs, table={WORKLOADS: listed(asleep)}) == []


SMOKE = "get Deployment -n web web -o json"


def smoked(programs: Programs, *lines: str, **table: Any) -> tuple[Finding, ...]:
    programs.add("kubectl", {"version -o json": VERSION, **table["table"]})
    return smoke(plan(blueprint(smoke=lines)), "prod", Options(seconds=5))


def test_smoke_asks_for_every_line(programs: Programs) -> None:
    ready = {"conditions": [{"type": "Ready", "status": "True"}]}
    table = {
        SMOKE: deployment("web"),
        "get Gateway -n web main -o json": made("Gateway", "main", ready),
        "get ClusterIssuer letsencrypt -o json": made("ClusterIssuer", "letsencrypt"),
    }
    lines = ("Deployment/web/web", "Gateway/web/main", "ClusterIssuer//letsencrypt")
    told = smoked(programs, *lines, "Deployment/web/web", table=table)
    assert told == tuple(Finding("PASS", "ingress/proxy", f"{line} is ready") for line in lines)


def test_smoke_says_what_is_not_ready(programs: Programs) -> None:
    bad = {"conditions": [{"type": "Accepted", "status": "False", "message": "no\n class"}]}
    table = {
        SMOKE: deployment("web", ready=0),
        "get Gateway -n web main -o json": made("Gateway", "main", bad),
        "get Job -n web load -o json": failing('Error from server (NotFound): jobs "load"'),
        "get Pod -n web x -o json": failing("Error from server (Forbidden)"),
        "get Pod -n web  -o json": listed(pod("a"), pod("b")),
    }
    lines = ("Deployment/web/web", "Gateway/web/main", "Job/web/load", "Pod/web/x", "Pod/web/")
    describe = "kubectl --context prod describe -n web"
    assert smoked(programs, *lines, table=table) == (
        Finding(
            "FAIL",
            "ingress/proxy",
            "Deployment/web/web: 0 of 2 pods ready: it has no pods",
            f"{describe} deployment web",
        ),
        Finding(
            "FAIL",
            "ingress/proxy",
            "Gateway/web/main: not accepted: no class",
            f"{describe} gateway main",
        ),
        Finding("FAIL", "ingress/proxy", "Job/web/load: is not there", "scaffold doctor"),
        Finding(
            "FAIL",
            "ingress/proxy",
            "Pod/web/x: Error from server (Forbidden)",
            "scaffold doctor",
        ),
        Finding(
            "FAIL",
            "ingress/proxy",
            "Pod/web/: kubectl shows more than one",
            f"{describe} pod ",
        ),
    )


def test_smoke_without_a_cluster_is_one_failure(programs: Programs) -> None:
    programs.add("kubectl", {"version -o json": failing("no route")})
    want = Finding("FAIL", "cluster", "cannot be reached: no route", "kubectl cluster-info")
    assert smoke(plan(), None) == (want,)
