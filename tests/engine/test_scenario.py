"""The life of one platform on a real engine: installed, edited, switched, upgraded, kept, freed.

The tests are one story and run in this order; each one goes on from where the last one stopped.
"""

import os
import signal
import time

import pytest

from scaffold.rehearse import graph
from scaffold.rehearse.leftovers import things
from scaffold.rehearse.processes import end
from tests.engine.conftest import Record
from tests.engine.platform import Platform

IDLE = "If no pulumi up is at work: "
pytestmark = pytest.mark.engine


def failing(platform: Platform) -> dict[str, tuple[str, str]]:
    """Subject -> text and remedy of what doctor calls wrong."""
    return {f.subject: (f.text, f.remedy) for f in platform.doctor() if f.level == "FAIL"}


def test_01_everything_chosen_is_installed_and_ready(platform: Platform, record: Record) -> None:
    platform.new()
    started = time.monotonic()
    watch = platform.up()
    seconds = time.monotonic() - started
    names = set(graph.waits(platform.plan))
    assert names == {"steady", "store", "widgets-crds", "widgets", "gadget-crds", "gadgets"}
    assert platform.deployed() == names
    assert [f.text for f in platform.smoke() if f.level != "PASS"] == []
    took = {one.release: one.seconds for one in watch.installed()}
    chain = graph.longest(graph.waits(platform.plan), took)
    slowest = max(took, key=lambda name: took[name])
    told = f", longest chain {' -> '.join(chain)} {sum(took[n] for n in chain):.1f} s"
    record.add("scenario", len(names), seconds, f"{told}, slowest {slowest} {took[slowest]:.1f} s")


def test_01_namespaces_are_labelled_and_custom_resources_are_there(platform: Platform) -> None:
    labels = platform.get("namespace", "data")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert platform.get("widget", "widget", "-n", "widgets")["spec"] == {"colour": "red"}
    assert platform.get("widget", "of-the-gadget", "-n", "gadgets")["spec"] == {"colour": "blue"}
    assert platform.get("secret", "store-login", "-n", "data")["data"]["password"]


def test_01_values_name_the_cluster_by_its_project_and_stack(platform: Platform) -> None:
    pods = platform.get("deployment", "steady", "-n", "web")["spec"]["template"]
    assert pods["metadata"]["annotations"]["cluster"] == "acme-dev"


def test_02_a_second_up_changes_nothing(platform: Platform) -> None:
    assert platform.up("--expect-no-changes").changed == []
    assert set(platform.preview("--expect-no-changes").values()) <= {"same"}


def test_03_a_refresh_finds_nothing(platform: Platform) -> None:
    platform.stack.ask("refresh", "--yes", "--skip-preview", "--non-interactive")
    assert set(platform.preview("--expect-no-changes").values()) <= {"same"}


def test_04_an_edited_value_survives_and_updates_one_release(platform: Platform) -> None:
    platform.edit("values/steady.yaml", "greeting: hello", "greeting: good day")
    assert "values/steady.yaml" not in platform.apply()
    assert platform.up().changed == ["update steady"]
    pods = platform.get("deployment", "steady", "-n", "web")["spec"]["template"]
    assert pods["metadata"]["annotations"]["greeting"] == "good day"


def test_05_a_switched_option_leaves_the_other_rows_alone(platform: Platform) -> None:
    before = platform.urns()
    assert platform.apply(web=("balanced",))["values/steady.yaml"] == "orphan"
    planned = {name: verb for name, verb in platform.preview().items() if verb != "same"}
    came = ("balanced", "web-balanced")
    assert {name: planned.pop(name) for name in came} == dict.fromkeys(came, "create")
    assert planned.pop("steady") == "delete"
    assert set(planned) <= {"web"}  # the namespace has the name of the row
    platform.up()
    assert platform.deployed() >= {"balanced", "store", "widgets"}
    assert "steady" not in platform.deployed()
    service = platform.get("service", "balanced", "-n", "web-balanced")
    assert service["status"]["loadBalancer"]["ingress"][0]["ip"] == "192.0.2.10"
    assert "urn:pulumi:dev::acme::scaffold:platform:Row::web" in before & platform.urns()


def test_06_a_new_version_upgrades_its_crds_first(platform: Platform) -> None:
    manifest = platform.rows / "kinds" / "widgets" / "blueprint.yaml"
    manifest.write_text(manifest.read_text().replace("1.0.0", "2.0.0"))
    platform.apply()
    watch = platform.up()
    assert watch.ended["widgets-crds"] <= watch.began["widgets"]
    crd = platform.get("crd", "widgets.tests.example.com")
    schema = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    assert set(schema["properties"]["spec"]["properties"]) == {"colour", "weight"}


def test_07_dropping_an_option_keeps_its_data(platform: Platform) -> None:
    platform.apply(data=())
    platform.up()
    assert "store" not in platform.deployed()
    assert platform.get("namespace", "data")["status"]["phase"] == "Active"
    assert platform.get("pvc", "data-store-0", "-n", "data")["status"]["phase"] == "Bound"


def test_08_taking_it_back_finds_its_data(platform: Platform) -> None:
    claim = platform.get("pvc", "data-store-0", "-n", "data")["metadata"]["uid"]
    platform.apply(data=("store",))
    platform.up()
    assert "store" in platform.deployed()
    assert platform.get("pvc", "data-store-0", "-n", "data")["metadata"]["uid"] == claim
    assert platform.get("statefulset", "store", "-n", "data")["status"]["readyReplicas"] == 1


def test_09_what_never_becomes_ready_is_named_and_can_be_mended(platform: Platform) -> None:
    platform.apply(extras=("gadgets", "never"))
    watch = platform.up("--continue-on-error", fails=True)
    took = {one.release: one for one in watch.installed()}["never"]
    assert took.state == "failed"
    assert 9 <= took.seconds < 60
    text, _ = failing(platform)["release never"]
    assert "Deployment never/never" in text
    platform.edit("values/never.yaml", "node: nowhere", "node: node-1")
    platform.up()
    assert "never" in platform.deployed()


def test_10_a_killed_up_is_recovered_as_doctor_says(platform: Platform) -> None:
    platform.edit("values/never.yaml", "node: node-1", "node: nowhere-again")
    running = platform.begin_up()
    until = time.monotonic() + 120
    pending = ("get", "secrets", "-n", "never", "-l", "status=pending-upgrade", "-o", "name")
    while not platform.plane.kubectl(*pending).strip():
        assert time.monotonic() < until
        time.sleep(0.1)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    platform.edit("values/never.yaml", "node: nowhere-again", "node: node-2")
    said = [f.remedy for f in platform.doctor() if f.level == "FAIL"]
    remedies = [r.removeprefix(IDLE) for r in said if r.startswith((IDLE, "pulumi cancel"))]
    assert [line.split()[0] for line in remedies] in (["pulumi", "kubectl"], ["pulumi", "helm"])
    for line in remedies:
        platform.run(line)
    platform.up()
    assert failing(platform) == {}
    end(running)  # the provider of the killed engine lives on


def test_11_a_preview_needs_no_cluster(platform: Platform) -> None:
    kubeconfig = platform.plane.kubeconfig.read_text()
    port = kubeconfig.partition("https://127.0.0.1:")[2].partition('"')[0]
    away = platform.stack.home / "nowhere"
    away.write_text(kubeconfig.replace(f"127.0.0.1:{port}", "127.0.0.1:1"))
    platform.edit("values/balanced.yaml", "port: 8080", "port: 8081")
    platform.apply(web=("steady",))
    platform.edit("values/widgets.yaml", "replicas: 1", "replicas: 2")
    before = dict(platform.stack.env)
    platform.stack.env["KUBECONFIG"] = str(away)
    planned = platform.preview()
    platform.stack.env.clear()
    platform.stack.env.update(before)
    assert planned["steady"] == "create"
    assert planned["widgets"] == "update"
    touched = {name for name, verb in planned.items() if verb != "same"}
    assert touched - {"cluster"} == {"steady", "web", "balanced", "web-balanced", "widgets"}
    assert planned.get("cluster", "same") in ("same", "update")  # never replaced


def test_12_destroy_leaves_what_is_kept_ten_times_in_a_row(
    platform: Platform, record: Record
) -> None:
    remedies: list[str] = []
    for number in range(10):
        end = platform.destroy()
        assert (end.failed, end.refusals) == (False, ())
        assert end.left.rest == ()
        assert end.left.kept == (("Namespace/data",) if number == 0 else ())
        remedies += end.remedies
        platform.before = things(platform.plane)
        if number < 9:
            platform.apply(web=("balanced",), data=(), kinds=(), extras=())
            platform.up()
            assert platform.deployed() == {"balanced"}
    record.lines.append(f"destroy: 10 times, {len(remedies)} of doctor's remedies needed")
