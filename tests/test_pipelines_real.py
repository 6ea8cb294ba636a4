"""What GitHub's linter, Groovy and a registry client of other hands say of the pipelines."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipelines import tools
from tests.pipelines.combinations import COMBINATIONS, pipelines
from tests.pipelines.machine import Depot, depot

REGISTRY = "github.com/google/go-containerregistry/cmd"
RECORDER = Path(__file__).parent / "pipelines" / "Recorder.groovy"


def contents(place: Path, keep: str) -> list[str]:
    """What the combinations render below a name, each content once, on the disk."""
    found: dict[bytes, str] = {}
    for refs in COMBINATIONS:
        for path, file in pipelines(refs).items():
            if str(path).startswith(keep) and file.content not in found:
                target = place / str(len(found)) / path
                target.parent.mkdir(parents=True)
                target.write_bytes(file.content)
                found[file.content] = str(target)
    return list(found.values())


@pytest.mark.engine
def test_every_workflow_is_clean_for_actionlint(tmp_path: Path) -> None:
    found = contents(tmp_path, ".github/workflows/")
    assert len(found) > 10
    lint = tools.go("actionlint", "github.com/rhysd/actionlint/cmd/actionlint")
    done = subprocess.run([lint, "-no-color", *found], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[:4000]


@pytest.mark.engine
def test_actionlint_refuses_an_expression_that_does_not_exist(tmp_path: Path) -> None:
    lint = tools.go("actionlint", "github.com/rhysd/actionlint/cmd/actionlint")
    path = Path(contents(tmp_path, ".github/workflows/images.yml")[0])
    path.write_text(path.read_text().replace("github.run_number", "github.run_numbre"))
    done = subprocess.run([lint, "-no-color", str(path)], capture_output=True, text=True)
    assert done.returncode == 1
    assert 'property "run_numbre" is not defined' in done.stdout


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What Groovy meets in every Jenkinsfile, one list of lines a file."""
    found = contents(tmp_path_factory.mktemp("jenkins"), "Jenkinsfile")
    assert len(found) > 5
    done = subprocess.run([*tools.groovy(), str(RECORDER), *found], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:4000]
    files = [part.splitlines()[1:] for part in re.split(r"^file ", done.stdout, flags=re.M)[1:]]
    assert len(files) == len(found)
    return files


@pytest.mark.slow
def test_groovy_runs_every_jenkinsfile_with_its_stages_in_their_order(met: list[list[str]]) -> None:
    for lines in met:
        stages = [line.strip() for line in lines if line.strip().startswith("stage ")]
        order = ["Check", "Image", "tools", "login", "build", "scan", "push"]
        assert stages[:7] == [f"stage {stage}" for stage in order]
        scripts = [line.strip() for line in lines if line.strip().startswith("sh ci/")]
        wanted = [f"sh ci/{stage}.sh" for stage in ("check", *order[3:])]
        assert [line for line in scripts if line in wanted] == wanted


@pytest.mark.slow
def test_in_a_jenkinsfile_somebody_approves_before_a_stack_is_brought_up(
    met: list[list[str]],
) -> None:
    for lines in met:
        ups = "\n".join(lines).split("    stage Up ")[1:]
        assert [up.splitlines()[0] for up in ups] == ["dev", "production"]
        for up in ups:
            words = [line.strip() for line in up.splitlines()]
            assert "beforeInput true" in words
            assert words.index("branch main") < words.index(f"message Bring up {words[0]}?")
            assert words.index("submitter release-managers") < words.index(
                f"sh ci/up.sh {words[0]}"
            )


@pytest.mark.slow
def test_groovy_refuses_a_word_where_jenkins_does_not_take_it(tmp_path: Path) -> None:
    path = tmp_path / "Jenkinsfile"
    path.write_text("pipeline {\n  steps {\n    sh 'ci/check.sh'\n  }\n}\n")
    command = [*tools.groovy(), str(RECORDER), str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode != 0
    assert "'steps' in 'pipeline'" in done.stderr


@pytest.fixture(scope="module")
def crane() -> str:
    return tools.go("registry", f"{REGISTRY}/crane")


@pytest.fixture
def stores() -> Iterator[Depot]:
    with depot() as both:
        both.fresh({"value": "value"})
        yield both


@pytest.mark.engine
def test_a_client_of_other_hands_pushes_to_the_registry_of_the_tests(
    stores: Depot, crane: str, tmp_path: Path
) -> None:
    there = f"127.0.0.1:{stores.registry.port}"
    (tmp_path / "layer").write_text("content")
    subprocess.run(["tar", "-cf", "layer.tar", "layer"], cwd=tmp_path, check=True)
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "NO_PROXY": "*"}
    make = [crane, "append", "--oci-empty-base", "-f", "layer.tar", "-t", f"{there}/acme/shop:one"]
    refused = subprocess.run(make, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "UNAUTHORIZED" in refused.stderr
    login = [crane, "auth", "login", there, "-u", "value", "-p", "value"]
    subprocess.run(login, cwd=tmp_path, env=env, check=True, capture_output=True)
    done = subprocess.run(make, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert stores.tags("acme/shop") == ["one"]
    listed = subprocess.run(
        [crane, "validate", "--remote", f"{there}/acme/shop:one"], env=env, capture_output=True
    )
    assert listed.returncode == 0, listed.stderr
    asked = [crane, "digest", f"{there}/acme/shop:one"]
    told = subprocess.run(asked, env=env, capture_output=True, text=True).stdout.strip()
    assert told == stores.digest("acme/shop", "one")
