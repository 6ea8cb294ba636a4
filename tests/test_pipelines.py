"""Every pipeline with every registry and every scanner: renders, parses, is valid."""

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from scaffold.model.blueprint import Blueprint
from scaffold.model.tree import Tree
from tests.pipelines.combinations import (
    COMBINATIONS,
    ROWS,
    SPREAD,
    Refs,
    name,
    options,
    pipelines,
    rendered,
)

SCHEMAS = {
    ".github/workflows/images.yml": "vendor.github-workflows",
    ".github/workflows/platform.yml": "vendor.github-workflows",
    ".circleci/config.yml": "vendor.circle-ci",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    ".travis.yml": "vendor.travis",
    "renovate.json": "vendor.renovate",
}
"""Path -> the schema of its vendor, as check-jsonschema carries it."""
every = pytest.mark.parametrize("refs", COMBINATIONS, ids=name)


def program(name: str) -> str:
    """A program of this environment."""
    return str(Path(sys.executable).with_name(name))


def files(place: Path, keep: str) -> list[str]:
    """What the combinations render below a name, each content once, on the disk."""
    found: dict[bytes, str] = {}
    renovate = ("patching/renovate",)
    for refs in (*COMBINATIONS, renovate):
        tree = rendered(refs) if refs == renovate else pipelines(refs)
        for path, file in tree.items():
            if str(path).startswith(keep) and file.content not in found:
                target = place / str(len(found)) / path.name
                target.parent.mkdir(parents=True)
                target.write_bytes(file.content)
                found[file.content] = str(target)
    return list(found.values())


def stages_stand_in_their_order(tree: Tree) -> None:
    stages = ("login", "build", "scan", "push")
    scripts = [tree[PurePosixPath(f"ci/{stage}.sh")] for stage in stages]
    assert all(script.mode == "755" for script in scripts)
    image = tree[PurePosixPath("ci/image.sh")].content.decode()
    assert f"set -- {' '.join(stages)};" in image


def yaml_parses(tree: Tree) -> None:
    parsed = 0
    for path, file in tree.items():
        if path.suffix in (".yml", ".yaml") and not str(path).startswith("values"):
            assert list(yaml.safe_load_all(file.content)), path
            parsed += 1
    assert parsed or PurePosixPath("Jenkinsfile") in tree


def nothing_moves(tree: Tree) -> None:
    for path, file in tree.items():
        for line in file.content.decode().splitlines():
            if "uses: " in line and path.suffix == ".yml":
                reference = line.split("uses: ")[1].split()[0]
                assert len(reference.split("@")[1]) == 40, f"{path}: {line}"
            if path.suffix != ".md":
                assert ":latest" not in line, f"{path}: {line}"
                assert "| sh" not in line, f"{path}: {line}"


@every
def test_a_combination_has_its_stages_in_order_and_nothing_in_it_moves(refs: Refs) -> None:
    tree = pipelines(refs)
    stages_stand_in_their_order(tree)
    yaml_parses(tree)
    nothing_moves(tree)


@pytest.mark.parametrize("path", SCHEMAS)
def test_a_pipeline_file_is_valid_by_the_schema_of_its_vendor(path: str, tmp_path: Path) -> None:
    found = files(tmp_path, path)
    assert found
    command = [program("check-jsonschema"), "--builtin-schema", SCHEMAS[path], *found]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_pipeline_has_a_file_that_some_test_can_read() -> None:
    """A schema above; Jenkins, whose file is a program, by its braces; Tekton by its objects."""
    for refs in SPREAD:
        tree = {str(path) for path in rendered(refs)}
        assert tree & {*SCHEMAS, "Jenkinsfile"} or any("tekton" in path for path in tree), refs


def test_every_script_is_clean_for_shellcheck(tmp_path: Path) -> None:
    found = files(tmp_path, "ci/")
    scripts = [path for path in found if path.endswith(".sh")]
    assert len(scripts) > 15
    command = [program("shellcheck"), "--severity=style", *scripts]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[:4000]
    for path in scripts:
        text = Path(path).read_text()
        assert text.startswith("# shellcheck shell=bash") or "\nset -euo pipefail\n" in text, path


def test_the_braces_of_every_jenkinsfile_are_closed(tmp_path: Path) -> None:
    for path in files(tmp_path, "Jenkinsfile"):
        text = Path(path).read_text()
        depth = 0
        for line in text.splitlines():
            code = line.split("//")[0]
            depth += code.count("{") - code.count("}")
            assert depth >= 0, line
        assert depth == 0


@pytest.mark.parametrize("scanner", options(ROWS[2]), ids=lambda b: b.id)
def test_a_pull_request_on_github_gets_no_secret_but_the_scanners(scanner: Blueprint) -> None:
    """GitHub leaves even that one empty where the pull request comes from a fork."""
    path = PurePosixPath(".github/workflows/images.yml")
    for refs in COMBINATIONS:
        if path in (tree := pipelines(refs)) and refs[2] == scanner.ref:
            jobs = yaml.safe_load(tree[path].content)["jobs"]
            job = jobs["try"]
            secret = {k for step in job["steps"] for k in secrets(step.get("env", {}))}
            assert secret == set(scanner.provides["image-scan"]["secrets"].split())
            assert not any(secrets(one.get("env", {})) for one in jobs.values())
            assert "permissions" not in job
            assert not any("push" in str(step) or "login" in str(step) for step in job["steps"])


def secrets(env: dict[str, Any]) -> set[str]:
    """The variables that are filled from the store, or with a token."""
    return {key for key, value in env.items() if "secrets." in str(value) or "token" in str(value)}


def test_no_workflow_gives_a_fork_what_is_not_its_own() -> None:
    for refs in SPREAD:
        for path, file in pipelines(refs).items():
            if path.suffix in (".yml", ".yaml"):
                assert b"pull_request_target" not in file.content, path


def test_a_step_of_tekton_mounts_only_volumes_of_its_task() -> None:
    found = 0
    for refs in SPREAD:
        for path, file in pipelines(refs).items():
            if str(path) == "tekton/pipelines.yaml":
                for task in yaml.safe_load_all(file.content):
                    mounted_and_declared(task["spec"])
                    found += 1
    assert found >= 3


def mounted_and_declared(spec: dict[str, Any]) -> None:
    """The steps of a Task: every mount has its volume, every parameter is declared."""
    volumes = {volume["name"] for volume in spec["volumes"]}
    there = [*spec["steps"], *spec.get("sidecars", []), spec.get("stepTemplate", {})]
    mounts = [mount["name"] for one in there for mount in one.get("volumeMounts", [])]
    assert volumes == set(mounts)
    used = set(re.findall(r"\$\(params\.(\w+)\)", str(spec)))
    assert used == {parameter["name"] for parameter in spec["params"]}
    assert not any("$(params" in step["script"] for step in spec["steps"])
