"""What Pulumi believes against what Helm has; locked stacks."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scaffold.cluster import Finding, Options, doctor
from tests.test_cluster_fakes import SECRETS, Programs, failing, plan, programs, well

__all__ = ["programs"]
RELEASE = "kubernetes:helm.sh/v3:Release"


def told(programs: Programs, *, stack: str | None = None, **table: Any) -> list[Finding]:
    """The findings that come of pulumi's answers; arguments -> answer in `table`."""
    programs.add("kubectl", well())
    home = programs.folder.parent / "backend"
    given = {
        "stack ls --json": [{"name": "dev", "current": True}, {"name": "production"}],
        "whoami --json": {"url": f"file://{home}"},
        "stack export --stack dev": {"deployment": {}},
        **table.get("table", {}),
    }
    programs.add("pulumi", given)
    found = doctor(programs.folder, plan(), None, Options(stack=stack, seconds=5))
    return [f for f in found if f.subject.startswith(("stack", "release "))]


def lock(programs: Programs, **content: Any) -> None:
    """A lock of stack dev in the backend."""
    folder = programs.folder.parent / "backend/.pulumi/locks/organization/acme/dev"
    folder.mkdir(parents=True)
    time = {"timestamp": "2026-11-25T13:00:00.123456789Z", "username": "me"}
    (folder / "1.json").write_text(json.dumps({**time, **content}))


def test_a_stack_that_is_not_locked(programs: Programs) -> None:
    assert told(programs) == [Finding("PASS", "stack dev", "is not locked")]
    asked = {" ".join(line.split()[:2]) for line in programs.asked("pulumi")}
    assert asked == {"stack ls", "whoami --json", "stack export"}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("config:\n  acme:kubernetesContext: eu-1  # mine\n", "--context eu-1 "),
        ("config:\n  'acme:kubernetesContext': \"eu 1\"\n", "--context eu "),
        ("config:\n  other:kubernetesContext: eu-1\n  #  acme:kubernetesContext: x\n", "--req"),
        ("", "--req"),
    ],
)
def test_the_cluster_is_that_of_the_selected_stack(
    programs: Programs, text: str, flag: str
) -> None:
    (programs.folder / "Pulumi.dev.yaml").write_text(text)
    told(programs)
    assert all(line.startswith(flag) for line in programs.asked("kubectl"))
    (programs.folder / "Pulumi.dev.yaml").unlink()


def test_another_stack_than_the_selected_one_is_looked_at(programs: Programs) -> None:
    table: dict[str, Any] = {"stack export --stack production": {}}
    want = [Finding("PASS", "stack production", "is not locked")]
    assert told(programs, stack="production", table=table) == want


def test_no_stack_is_selected(programs: Programs) -> None:
    remedy = "pulumi stack select dev, or pulumi stack init dev"
    want = [Finding("WARN", "stack", "none is selected", remedy)]
    assert told(programs, table={"stack ls --json": []}) == want


def test_a_lock_of_a_process_that_is_gone(programs: Programs) -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    lock(programs, pid=done.pid, hostname=platform.node())
    since = f"locked since 2026-11-25T13:00:00Z by process {done.pid} on {platform.node()}"
    want = Finding("FAIL", "stack dev", f"{since}, which is gone", "pulumi cancel --yes dev")
    assert told(programs) == [want]


def test_a_lock_of_a_process_that_is_at_work(programs: Programs) -> None:
    lock(programs, pid=os.getpid(), hostname=platform.node())
    since = f"locked since 2026-11-25T13:00:00Z by process {os.getpid()} on {platform.node()}"
    want = Finding("WARN", "stack dev", f"{since}, which is at work", "Wait for its end.")
    assert told(programs) == [want]


def test_a_lock_of_another_machine(programs: Programs) -> None:
    lock(programs, pid=7, hostname="elsewhere")
    text = "locked since 2026-11-25T13:00:00Z by process 7 on elsewhere"
    remedy = "If that process is gone: pulumi cancel --yes dev"
    assert told(programs) == [Finding("FAIL", "stack dev", text, remedy)]


def test_a_lock_of_a_service(programs: Programs) -> None:
    table = {
        "stack ls --json": [{"name": "dev", "current": True, "updateInProgress": True}],
        "whoami --json": {"url": "https://api.example.com"},
    }
    remedy = "If no pulumi up is at work: pulumi cancel --yes dev"
    want = Finding("WARN", "stack dev", "an update is in progress", remedy)
    assert told(programs, table=table) == [want]


def test_releases_that_only_pulumi_knows(programs: Programs) -> None:
    resources = [
        {"type": RELEASE, "inputs": {"name": "web", "namespace": "web"}},
        {"type": RELEASE, "outputs": {"name": "gone", "namespace": "web"}},
        {"type": RELEASE, "delete": True, "inputs": {"name": "old", "namespace": "web"}},
        {"type": "pulumi:providers:kubernetes"},
    ]
    table = {"stack export --stack dev": {"deployment": {"resources": resources}}}
    text = "Pulumi knows it and Helm does not"
    assert told(programs, table=table) == [
        Finding("FAIL", "release gone", text, "pulumi up --refresh"),
        Finding("PASS", "stack dev", "is not locked"),
    ]


def test_a_release_of_the_plan_that_only_pulumi_knows_is_told_once(programs: Programs) -> None:
    resources = [{"type": RELEASE, "inputs": {"name": "web", "namespace": "web"}}]
    table = {"stack export --stack dev": {"deployment": {"resources": resources}}}
    told(programs, table=table)
    programs.add("kubectl", {**well(), SECRETS: ""})
    found = doctor(programs.folder, plan(), None)
    assert [f.text for f in found if f.subject in ("release web", "releases")] == [
        "Pulumi knows it and Helm does not",
        "web-crds is not installed",
    ]


def test_steps_that_were_interrupted(programs: Programs) -> None:
    table: dict[str, Any] = {
        "stack export --stack dev": {"deployment": {"pending_operations": [{}, {}]}}
    }
    assert told(programs, table=table) == [
        Finding("WARN", "stack dev", "2 steps were interrupted", "pulumi up --refresh"),
        Finding("PASS", "stack dev", "is not locked"),
    ]


def test_a_stack_that_cannot_be_read_stops_nothing_else(programs: Programs) -> None:
    table = {"stack ls --json": failing("error: no Pulumi.yaml project file found")}
    text = "cannot be read: error: no Pulumi.yaml project file found"
    want = [Finding("WARN", "stack", text, "Run pulumi stack in this folder.")]
    assert told(programs, table=table) == want


def test_the_lock_is_seen_while_the_cluster_is_away(programs: Programs) -> None:
    lock(programs, pid=7, hostname="elsewhere")
    told(programs)
    programs.add("kubectl", {"version -o json": failing("no route")})
    found = doctor(Path(programs.folder), plan(), None)
    assert [(f.level, f.subject) for f in found] == [
        ("PASS", "charts"),
        ("FAIL", "cluster"),
        ("FAIL", "stack dev"),
    ]
