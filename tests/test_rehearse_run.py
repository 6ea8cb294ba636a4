"""The parts of a rehearsal that need no engine: the copy, the events, refusals, leftovers."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.errors import RepositoryError, ToolError
from scaffold.model.answers import Answers
from scaffold.model.plan import Plan
from scaffold.model.release import Setting
from scaffold.rehearse import Progress, Refusal, graph, refusals, run, workspace
from scaffold.rehearse.leftovers import Left, Thing, left, parsed
from scaffold.rehearse.stack import Stack
from scaffold.rehearse.toolchain import Toolchain
from scaffold.rehearse.watch import Watch

CATALOGUE = Path(__file__).parent / "engine" / "blueprints"
URN = "urn:pulumi:dev::acme::scaffold:platform:Row$kubernetes:helm.sh/v3:Release::"
RELEASE = "kubernetes:helm.sh/v3:Release"


@pytest.fixture(scope="module")
def plan() -> Plan:
    answers = Answers(project="acme", platform="kind", stacks=("dev",))
    return resolve(load(CATALOGUE), answers)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "acme"
    (root / "components").mkdir(parents=True)
    (root / "venv" / "lib").mkdir(parents=True)
    runtime = "  name: python\n  options: {toolchain: pip, virtualenv: venv, typechecker: mypy}\n"
    (root / "Pulumi.yaml").write_text(f"name: acme\nruntime:\n{runtime}")
    (root / "components" / "helm.py").write_text("x = f(timeout=chart.wait_seconds,)\n")
    stack = "config:\n  acme:kubernetesContext: mine\n  acme:size: 3\n  acme:key: {secure: abc}\n"
    (root / "Pulumi.dev.yaml").write_text(f"encryptionsalt: v1:abc\n{stack}")
    return root


def setting(key: str, kind: str = "string", **more: Any) -> Setting:
    return Setting(key=key, type=kind, description="For a test", **more)  # type: ignore[arg-type]


def step(kind: str, name: str, at: float, op: str = "create") -> dict[str, Any]:
    return {kind: {"metadata": {"urn": URN + name, "type": RELEASE, "op": op}}, "at": at}


def test_the_copy_leaves_out_what_belongs_to_this_machine(root: Path, tmp_path: Path) -> None:
    workspace.copy(root, tmp_path / "copy")
    assert not (tmp_path / "copy" / "venv").exists()
    found = json.loads((tmp_path / "copy" / "Pulumi.yaml").read_text())
    assert found["runtime"] == {"name": "python", "options": {"typechecker": "mypy"}}
    text = (tmp_path / "copy" / "components" / "helm.py").read_text()
    assert text == "x = f(timeout=min(chart.wait_seconds, 180),)\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: [", "SC520 Pulumi.yaml: is not YAML"),
        ("- a", "SC520 Pulumi.yaml: is not a mapping"),
    ],
)
def test_a_damaged_program_file_is_said(
    root: Path, tmp_path: Path, content: str, said: str
) -> None:
    (root / "Pulumi.yaml").write_text(content)
    with pytest.raises(RepositoryError) as error:
        workspace.copy(root, tmp_path / "copy")
    hint = "  hint: Correct the file, or take it back from git."
    assert str(error.value) == f"{said}\n{hint}"


def test_a_repository_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as error:
        workspace.copy(tmp_path / "absent", tmp_path / "copy")
    said = f"SC520 {tmp_path / 'absent'}: cannot be copied: no such file or directory"
    assert str(error.value) == said


def test_settings_are_the_users_else_examples_else_stand_ins(root: Path, plan: Plan) -> None:
    config = (
        setting("size", "integer"),
        setting("domain", example="platform.example.com"),
        setting("names", "array"),
        setting("there", default="x"),
        setting("key", secret=True),
        setting("address", secret=True, example="https://example.com"),
        setting("map", "object", secret=True),
    )
    secret = workspace.settings(root, _with(plan, config))
    found = json.loads((root / "Pulumi.dev.yaml").read_text())
    assert found == {
        "config": {
            "acme:kubernetesContext": "rehearsal",
            "acme:clusterIdentifier": "rehearsal",
            "acme:size": 3,
            "acme:domain": "platform.example.com",
            "acme:names": [],
        }
    }
    assert set(secret) == {"acme:key", "acme:address", "acme:map"}
    assert secret["acme:address"] == "https://example.com"
    assert secret["acme:map"] == "{}"
    assert len(secret["acme:key"]) == 24
    assert secret["acme:key"] != workspace.settings(root, _with(plan, config))["acme:key"]


def _with(plan: Plan, config: tuple[Setting, ...]) -> Plan:
    import dataclasses

    return dataclasses.replace(plan, config=config)


def test_events_become_the_states_of_releases(plan: Plan) -> None:
    seen: list[Progress] = []
    watch = Watch(graph.waits(plan), seen.append)
    watch.announce()
    waiting = {p.release: p.waiting_for for p in seen}
    assert waiting["gadgets"] == "gadget-crds, widgets-crds"
    assert waiting["steady"] == ""
    watch(step("resourcePreEvent", "widgets-crds", watch.start + 1))
    watch(step("resOutputsEvent", "widgets-crds", watch.start + 3))
    assert seen[-3].state == "ready"
    assert seen[-3].seconds == 2
    assert {p.release: p.waiting_for for p in seen[-2:]} == {
        "widgets": "",
        "gadgets": "gadget-crds",
    }
    watch(step("resourcePreEvent", "steady", watch.start + 1, "same"))
    watch(step("resourcePreEvent", "store", watch.start + 1))
    watch(step("resOpFailedEvent", "store", watch.start + 2))
    watch({"at": watch.start + 3})
    assert seen[-1].release == "steady"
    assert watch.changed == ["create widgets-crds", "create store"]
    assert watch.moved == [("create", "widgets-crds"), ("create", "store")]
    done = {one.release: (one.state, one.began, one.seconds) for one in watch.installed()}
    assert done["widgets-crds"] == ("ready", 1.0, 2.0)
    assert done["store"] == ("failed", 1.0, 1.0)
    assert done["gadgets"] == ("waiting", 0.0, 0.0)


def test_only_errors_are_kept_of_what_the_engine_says(plan: Plan) -> None:
    watch = Watch(graph.waits(plan), lambda progress: None)
    for severity, text in (("error", "no\n"), ("warning", "maybe"), ("error", "  ")):
        watch({"diagnosticEvent": {"severity": severity, "message": text, "urn": URN + "store"}})
    assert watch.errors == [("store", "no")]


def test_a_refusal_names_release_object_and_reason(plan: Plan) -> None:
    message = (
        '1 error occurred:\n\t* PrometheusRule.monitoring.coreos.com "node" is invalid: '
        "spec.groups[0]: Required value\n\n"
    )
    missing = 'unable to build: no matches for kind "HTTPRoute" in version "v1"'
    found = refusals.told(
        [("store", message), ("store", message), ("", "update failed"), ("widget", missing)], plan
    )
    reason = message.partition("* ")[2].strip()
    assert list(found) == [
        Refusal("store", "PrometheusRule/node", reason),
        Refusal("", "HTTPRoute", missing),
    ]


def test_what_is_left_is_told_apart() -> None:
    before = frozenset({Thing("ClusterRole", "", "old", "")})
    after = {
        Thing("ClusterRole", "", "old", ""),
        Thing("ClusterRole", "", "new", ""),
        Thing("ClusterRole", "", "hooked", "", "pre-install"),
        Thing("ClusterRole", "", "meant", "", "", "keep"),
        Thing("Namespace", "", "data", ""),
        Thing("PersistentVolumeClaim", "data", "claim", ""),
        Thing("PersistentVolume", "", "volume", "data"),
        Thing("PersistentVolume", "", "retained", "gone", reclaim="Retain"),
        Thing("Secret", "other", "lost", ""),
    }
    assert left(before, frozenset(after), ["data"]) == Left(
        kept=("Namespace/data", "ClusterRole/meant", "PersistentVolume/retained"),
        hooks=("ClusterRole/hooked",),
        rest=("ClusterRole/new", "Secret/other/lost"),
    )


def test_a_table_of_objects_is_read() -> None:
    table = (
        "ClusterRole   <none>   certgen:eg   <none>   pre-install, pre-upgrade   <none>   <none>\n"
        "Secret        web      a            <none>   <none>                     keep     <none>\n"
    )
    assert list(parsed(table)) == [
        Thing("ClusterRole", "", "certgen:eg", "", "pre-install, pre-upgrade"),
        Thing("Secret", "web", "a", "", "", "keep"),
    ]


def test_without_the_sdk_nothing_is_started(
    plan: Plan, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    options = run.Options(find=lambda: Toolchain(root, root, root))
    with pytest.raises(ToolError) as error:
        run.rehearse(root, plan, options)
    hint = "  hint: Install scaffold-k8s[rehearse] into the environment of scaffold."
    assert str(error.value) == (
        f"SC708 pulumi: is not installed\n{hint}\nSC708 pulumi_kubernetes: is not installed\n{hint}"
    )


def test_a_short_command_that_fails_is_quoted(root: Path, tmp_path: Path) -> None:
    tools = Toolchain(tmp_path / "bin", tmp_path / "provider", tmp_path / "stages.yaml")
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin" / "pulumi", "echo first >&2; echo 'error: no stack' >&2; exit 255")
    stack = Stack(tools, root, tmp_path / "home", tmp_path / "kubeconfig")
    with pytest.raises(ToolError) as error:
        stack.init("dev")
    assert str(error.value) == "SC707 pulumi stack: error: no stack"


def test_nothing_of_the_users_pulumi_reaches_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "theirs")
    tools = Toolchain(tmp_path / "bin", tmp_path / "provider", tmp_path / "stages.yaml")
    stack = Stack(tools, tmp_path, tmp_path / "home", tmp_path / "kubeconfig")
    assert "PULUMI_ACCESS_TOKEN" not in stack.env
    assert stack.env["PULUMI_BACKEND_URL"] == f"file://{tmp_path / 'home' / 'state'}"
    assert stack.env["PATH"].startswith(f"{tmp_path / 'bin'}{os.pathsep}")


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
