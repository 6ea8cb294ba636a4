"""The scripts for the repository itself, run with stand-ins for Pulumi and kubectl."""

import platform
import re
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.render import render
from tests.pipelines.combinations import REAL, SPREAD, lay, rendered
from tests.pipelines.machine import STAND_IN, Machine, machine
from tests.selections import smallest


@pytest.fixture
def there(tmp_path: Path) -> Machine:
    """The repository of the first combination, on a machine without a kubeconfig."""
    place = lay(rendered(SPREAD[0]), tmp_path / "acme")
    return machine(place, tmp_path / "bin")


def fails(there: Machine, **more: str) -> str:
    """What the script check.sh says when it refuses."""
    done = there.run("ci/check.sh", **more)
    assert done.returncode == 1
    return done.stdout + done.stderr


def test_a_conflict_marker_is_refused_with_its_place(there: Machine) -> None:
    (there.place / "custom" / "mine.py").write_text("a = 1\n<<<<<<< yours\n")
    said = fails(there)
    assert "./custom/mine.py:2:<<<<<<< yours" in said
    assert "decide, and take them out" in said


def test_a_grep_that_cannot_search_is_no_proof(there: Machine) -> None:
    (there.bin / "grep").write_text("#!/bin/sh\nexit 2\n")  # busybox, at --exclude-dir
    (there.bin / "grep").chmod(0o755)
    assert "grep cannot search" in fails(there)


def test_a_check_in_an_image_of_alpine_has_the_programs_that_it_needs() -> None:
    found = set()
    for refs in SPREAD:
        for path, file in rendered(refs).items():
            jobs = re.split(r"\n(?=\S)|\n {4}stage\(", file.content.decode())
            for job in (j for j in jobs if "ci/check.sh" in j and "apk add" in j):
                (line,) = re.findall("apk add .*", job)
                assert {"bash", "coreutils", "git", "grep", "python3"} <= set(
                    re.findall(r"\w+", line)
                )
                found.add(str(path))
    assert found == {".gitlab-ci.yml", "Jenkinsfile", "tekton/pipelines.yaml"}


def test_the_merge_base_may_hold_what_looks_like_a_marker(there: Machine) -> None:
    (there.place / ".scaffold" / "base.txtar").write_text("<<<<<<< yours\n")
    done = there.run("ci/check.sh")
    assert "conflict markers of the last" not in done.stderr


def test_an_archive_that_was_changed_is_refused(there: Machine) -> None:
    (there.place / "charts").mkdir()
    (there.place / "charts" / "zot-1.0.0.tgz").write_text("other bytes")
    (there.place / "charts.sum").write_text(f"{'0' * 64}  charts/zot-1.0.0.tgz\n")
    assert "charts/zot-1.0.0.tgz: FAILED" in fails(there)


def test_a_repository_whose_tests_pass_is_accepted(there: Machine) -> None:
    python = there.place / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (there.place / "charts.lock").write_text('{"schema": 1, "charts": [{}]}\n')
    python.unlink()
    python.write_text("#!/bin/sh\nexit 0\n")
    python.chmod(0o755)
    done = there.run("ci/check.sh")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_preview_without_a_cluster_points_at_a_port_that_refuses(there: Machine) -> None:
    done = there.run("ci/preview.sh")
    assert done.returncode == 0, done.stderr
    assert "no kubeconfig: previewing dev without a cluster" in done.stdout
    previews = there.calls("pulumi preview")
    assert [line.split("--stack ")[1] for line in previews] == ["dev", "production"]
    assert all("--diff --non-interactive" in line for line in previews)
    comment = (there.place / "out" / "preview.md").read_text()
    assert comment.count("### Preview of ") == 2


def test_a_preview_that_fails_fails_after_all_stacks_were_tried(there: Machine) -> None:
    done = there.run("ci/preview.sh", PULUMI_STATUS="1")
    assert done.returncode == 1
    assert len(there.calls("pulumi preview")) == 2


def test_one_stack_is_brought_up_and_then_looked_at(there: Machine) -> None:
    done = there.run("ci/up.sh", "production", KUBECONFIG_CONTENT="kind: Config")
    assert done.returncode == 0, done.stderr
    assert there.calls("pulumi up") == [
        "pulumi up --yes --non-interactive --color never --parallel 64 --stack production"
    ]
    assert all("--context there" in line for line in there.calls("kubectl"))
    assert not list(Path(there.bin).glob("**/config"))


def test_an_up_without_a_stack_is_refused(there: Machine) -> None:
    done = there.run("ci/up.sh")
    assert done.returncode != 0
    assert "the name of a stack" in done.stderr
    assert there.calls() == []


def test_drift_is_told_by_the_exit_status_after_every_stack_was_asked(there: Machine) -> None:
    assert there.run("ci/drift.sh").returncode == 0
    assert there.run("ci/drift.sh", PULUMI_STATUS="1").returncode == 1
    asked = there.calls("pulumi preview --refresh --expect-no-changes")
    assert [line.split("--stack ")[1] for line in asked] == ["dev", "production"] * 2


def cosign() -> str:
    """The name of cosign's file for this machine."""
    short = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
    return f"cosign-{platform.system().lower()}-{short}"


def test_a_program_whose_sum_nobody_lists_is_not_installed(there: Machine) -> None:
    done = there.run("ci/setup.sh", "cosign")
    assert done.returncode == 1
    assert f"error: {cosign()} has the sum " in done.stderr
    assert "not one that is known" in done.stderr
    assert not (there.place / ".tools" / "cosign").exists()


def test_a_program_with_another_sum_than_the_recorded_one_is_not_installed(there: Machine) -> None:
    (there.place / "ci" / "tools.sum").write_text(f"{'0' * 64}  {cosign()}\n")
    done = there.run("ci/setup.sh", "cosign")
    assert done.returncode == 1
    assert f", not {'0' * 64}" in done.stderr
    assert not (there.place / ".tools" / "cosign").exists()


def test_a_program_with_the_recorded_sum_is_installed(there: Machine) -> None:
    found = sha256(STAND_IN.encode()).hexdigest()
    (there.place / "ci" / "tools.sum").write_text(f"{found}  {cosign()}\n")
    done = there.run("ci/setup.sh", "cosign")
    assert done.returncode == 0, done.stderr
    assert f"{found}  {cosign()}" in done.stdout
    assert (there.place / ".tools" / "cosign").stat().st_mode & 0o111


def kubectl(there: Machine, version: str) -> str:
    """Put a kubectl of a version on the machine; the version that the script holds on to."""
    (there.bin / "kubectl").write_text(f"#!/bin/sh\necho 'Client Version: v{version}'\n")
    found = re.search(r"^KUBECTL=(\S+)$", (there.place / "ci/setup.sh").read_text(), re.MULTILINE)
    assert found
    return found[1]


def test_a_program_of_the_machine_is_taken_where_it_has_the_version(there: Machine) -> None:
    kubectl(there, kubectl(there, ""))
    done = there.run("ci/setup.sh", "kubectl")
    assert done.returncode == 0, done.stderr
    assert there.calls("curl") == []


@pytest.mark.parametrize("more", ["0", ".1", "-rc.1"])
def test_a_program_of_another_version_is_not_taken(there: Machine, more: str) -> None:
    wanted = kubectl(there, "")
    kubectl(there, f"{wanted}{more}")
    done = there.run("ci/setup.sh", "kubectl")
    assert len(there.calls("curl")) == 2
    assert f"/release/v{wanted}/bin/" in there.calls("curl")[0]
    assert "has the sum " in done.stderr


@pytest.fixture
def smoke(tmp_path: Path) -> Machine:
    """A repository that installs a Deployment and a StatefulSet."""
    refs = ("image-registry/roll-your-own", "monitoring/prometheus")
    tree = render(resolve(REAL, smallest(REAL, *refs)), folder("templates"))
    return machine(lay(tree, tmp_path / "acme"), tmp_path / "bin")


def test_every_smoke_line_of_the_plan_is_asked_for(smoke: Machine) -> None:
    done = smoke.run("ci/smoke.sh")
    assert done.returncode == 0, done.stderr
    asked = [line for line in smoke.calls("kubectl") if "rollout status" in line]
    assert "kubectl --namespace registry rollout status StatefulSet/zot --timeout 5m" in asked
    wanted = sum(len(b.smoke) for ref in ("image-registry/roll-your-own", "monitoring/prometheus")
                 if (b := REAL.find(ref)))  # fmt: skip
    assert len(asked) == wanted


def test_a_workload_that_is_updated_by_hand_is_waited_for_by_its_number(smoke: Machine) -> None:
    done = smoke.run("ci/smoke.sh", STRATEGY="OnDelete", SMOKE_TIMEOUT="1m")
    assert done.returncode == 0, done.stderr
    waited = [line for line in smoke.calls("kubectl") if " wait StatefulSet/zot " in line]
    assert waited == [
        "kubectl --namespace registry wait StatefulSet/zot"
        " --for jsonpath={.status.readyReplicas}=3 --timeout 1m"
    ]


def test_every_workload_that_is_not_ready_is_named_at_the_end(smoke: Machine) -> None:
    done = smoke.run("ci/smoke.sh", NOT_READY="StatefulSet/zot")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "not ready: StatefulSet/registry/zot"
    assert len(smoke.calls("kubectl")) > 4
