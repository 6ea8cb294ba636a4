"""The objects of the Tekton pipelines, before Tekton's own rules and a real API server."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffold.errors import ToolError
from scaffold.rehearse.plane import ControlPlane
from tests.pipelines import tools as programs
from tests.pipelines.combinations import COMBINATIONS, pipelines

pytestmark = pytest.mark.engine
BUILDS = "image-builds"
"""The namespace that components/build_pipeline_tekton.py makes."""
DEFINED = {
    "github.com/tektoncd/pipeline": "config/300-crds/300-task*.yaml",
    "github.com/tektoncd/triggers": "config/300-*.yaml",
}
"""Module -> the definitions of the kinds that the pipelines use."""


@pytest.fixture(scope="module")
def lint() -> str:
    return programs.go("tekton", "tools.local/tekton")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What the combinations render for Tekton, each content once."""
    place = tmp_path_factory.mktemp("tekton")
    found: dict[bytes, Path] = {}
    for refs in COMBINATIONS:
        for path, file in pipelines(refs).items():
            if str(path).startswith("tekton/"):
                target = place / f"{len(found)}-{path.name}"
                found.setdefault(file.content, target).write_bytes(file.content)
    assert {path.name.partition("-")[2] for path in found.values()} == {
        "drift.yaml",
        "pipelines.yaml",
        "trigger.yaml",
    }
    return list(found.values())


def objects(files: list[Path]) -> list[dict[str, Any]]:
    return [one for path in files for one in yaml.safe_load_all(path.read_text()) if one]


def run(files: list[Path]) -> list[dict[str, Any]]:
    """The TaskRun that a push would make of the template, with the values of that push."""
    (template,) = [one for one in objects(files) if one["kind"] == "TriggerTemplate"]
    text = json.dumps(template["spec"]["resourcetemplates"])
    push = {"url": "https://git.example.com/a.git", "revision": "0" * 40, "number": "7"}
    for name, value in push.items():
        text = text.replace(f"$(tt.params.{name})", value)
    assert "$(" not in text
    made: list[dict[str, Any]] = json.loads(text)
    return made


def said(lint: str, *paths: Path) -> str:
    done = subprocess.run([lint, *map(str, paths)], capture_output=True, text=True)
    return done.stdout


def test_tekton_accepts_every_object_and_the_run_that_a_push_makes(
    lint: str, files: list[Path], tmp_path: Path
) -> None:
    made = tmp_path / "run.yaml"
    (one,) = run(files)
    one["metadata"]["name"] = one["metadata"].pop("generateName") + "1"  # as the API server does
    made.write_text(yaml.safe_dump(one))
    ours = [o for o in objects(files) if "tekton.dev" in o["apiVersion"]]
    assert said(lint, *files, made) == f"{len(ours) + 1} objects, 0 faults\n"


def test_tekton_refuses_a_field_that_it_does_not_know_and_a_step_without_an_image(
    lint: str, files: list[Path], tmp_path: Path
) -> None:
    path = next(path for path in files if path.name.endswith("pipelines.yaml"))
    typo, bare = tmp_path / "typo.yaml", tmp_path / "bare.yaml"
    typo.write_text(path.read_text().replace("workingDir:", "workingDirectory:", 1))
    bare.write_text(path.read_text().replace("    image: docker.io", "    # image: docker.io", 1))
    assert 'Task images: error unmarshaling JSON: while decoding JSON: json: unknown field "' in (
        said(lint, typo)
    )
    assert "Task images: missing field(s): spec.steps[0].Image" in said(lint, bare)


@pytest.fixture
def ready(plane: ControlPlane) -> Iterator[ControlPlane]:
    """A control plane that has Tekton's kinds, with their schemas, and the namespace."""
    paths = [
        path
        for module, pattern in DEFINED.items()
        for path in sorted(programs.source("tekton", module).glob(pattern))
    ]
    assert len(paths) > 5
    for path in paths:
        plane.kubectl("create", "-f", str(path))
    plane.kubectl("create", "namespace", BUILDS)
    plane.kubectl("wait", "--for=condition=Established", "crds", "--all", "--timeout=60s")
    yield plane
    plane.kubectl("delete", "namespace", BUILDS)
    for path in paths:
        plane.kubectl("delete", "-f", str(path))


def test_an_api_server_with_tekton_s_schemas_accepts_every_object(
    ready: ControlPlane, files: list[Path]
) -> None:
    for path in files:
        strict = ("--server-side", "--force-conflicts", "--validate=strict")
        ready.kubectl("apply", *strict, "-f", str(path))
    ready.kubectl("create", "--validate=strict", "-f", "-", given=json.dumps(run(files)[0]))
    kinds = "tasks.tekton.dev,taskruns.tekton.dev,eventlisteners.triggers.tekton.dev,cronjobs"
    there = ready.kubectl("get", kinds, "--namespace", BUILDS, "-o", "name").split()
    assert "task.tekton.dev/images" in there
    assert "eventlistener.triggers.tekton.dev/images" in there
    assert any(name.startswith("taskrun.tekton.dev/images-") for name in there)
    assert any(name.startswith("cronjob.batch/drift-") for name in there)
    task = next(path for path in files if path.name.endswith("pipelines.yaml"))
    typo = task.read_text().replace("workingDir:", "workingDirectory:", 1)
    with pytest.raises(ToolError) as told:
        ready.kubectl("apply", "--server-side", "--validate=strict", "-f", "-", given=typo)
    assert "workingDirectory" in str(told.value)
    ready.kubectl("delete", "clusterrolebinding", "image-trigger")
