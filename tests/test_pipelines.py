"""Every pipeline with every registry and every scanner: renders, parses, is valid."""

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
import yaml

from tests.pipelines.combinations import (
    COMBINATIONS,
    REAL,
    ROWS,
    SPREAD,
    Refs,
    name,
    options,
    rendered,
)

SCHEMAS = {
    ".github/workflows/images.yml": "vendor.github-workflows",
    ".github/workflows/platform.yml": "vendor.github-workflows",
    ".circleci/config.yml": "vendor.circle-ci",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    ".travis.yml": "vendor.travis",
}
"""Path -> the schema of its vendor, as check-jsonschema carries it."""
every = pytest.mark.parametrize("refs", COMBINATIONS, ids=name)


def program(name: str) -> str:
    """A program of this environment."""
    return str(Path(sys.executable).with_name(name))


def files(place: Path, keep: str) -> list[str]:
    """What the combinations render below a name, each content once, on the disk."""
    found: dict[bytes, str] = {}
    for refs in COMBINATIONS:
        for path, file in rendered(refs).items():
            if str(path).startswith(keep) and file.content not in found:
                target = place / str(len(found)) / path.name
                target.parent.mkdir(parents=True)
                target.write_bytes(file.content)
                found[file.content] = str(target)
    return list(found.values())


@every
def test_the_stages_stand_in_their_order_and_every_one_has_a_script(refs: Refs) -> None:
    tree = rendered(refs)
    stages = ("build", "login", "scan", "push")
    scripts = [tree[PurePosixPath(f"ci/{stage}.sh")] for stage in stages]
    assert all(script.mode == "755" for script in scripts)
    image = tree[PurePosixPath("ci/image.sh")].content.decode()
    assert f"set -- {' '.join(stages)};" in image


@every
def test_the_yaml_of_a_combination_parses(refs: Refs) -> None:
    parsed = 0
    for path, file in rendered(refs).items():
        if path.suffix in (".yml", ".yaml") and not str(path).startswith(("values", "Pulumi")):
            assert list(yaml.safe_load_all(file.content)), path
            parsed += 1
    assert parsed > 0


@pytest.mark.parametrize("path", SCHEMAS)
def test_a_pipeline_file_is_valid_by_the_schema_of_its_vendor(path: str, tmp_path: Path) -> None:
    found = files(tmp_path, path)
    assert found or not any(path in str(p) for b in options(ROWS[0]) for p in b.folder.rglob("*"))
    if found:
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


@every
def test_nothing_is_taken_by_a_name_that_moves(refs: Refs) -> None:
    for path, file in rendered(refs).items():
        if path.parts[0] in ("ci", ".github", ".circleci") or path.name == ".gitlab-ci.yml":
            for line in file.content.decode().splitlines():
                if "uses: " in line:
                    reference = line.split("uses: ")[1].split()[0]
                    assert len(reference.split("@")[1]) == 40, f"{path}: {line}"
                assert ":latest" not in line, f"{path}: {line}"
                assert "| sh" not in line, f"{path}: {line}"


@every
def test_a_pull_request_of_a_fork_gets_no_secret_but_the_scanners_empty_one(refs: Refs) -> None:
    tree = rendered(refs)
    path = PurePosixPath(".github/workflows/images.yml")
    if path in tree:
        job = yaml.safe_load(tree[path].content)["jobs"]["try"]
        scanner = REAL.find(refs[2])
        assert scanner
        allowed = set(scanner.provides["image-scan"]["secrets"].split())
        secret = {key for key, value in job["env"].items() if "secrets." in str(value)}
        assert secret <= allowed
        assert "permissions" not in job
        assert not any("push" in str(step) or "login" in str(step) for step in job["steps"])
    else:
        assert "pull_request_target" not in str([f.content for f in tree.values()])
