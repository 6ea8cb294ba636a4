"""Bad input: its exact message, its exit code, nothing written, no traceback."""

import shutil
from pathlib import Path

import pytest

from scaffold.cli import main
from tests.bad.answers import ANSWERS
from tests.bad.commands import COMMANDS
from tests.bad.manifests import MANIFESTS
from tests.bad.repositories import REPOSITORIES
from tests.trees import write


def snapshot(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert isinstance(stop.value.code, int)
    return stop.value.code, told.err


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answers_file_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, said = ANSWERS[name]
    file = tmp_path / "answers.yaml"
    file.write_bytes(content)
    code, told = run(capsys, "new", str(tmp_path / "new"), "--yes", "--answers", str(file))
    assert code == 3
    assert said.format(file=file) in told
    assert snapshot(tmp_path) == {"answers.yaml": content}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, said = MANIFESTS[name]
    place = write(tmp_path / "blueprints", {"row": {"option": {}}})
    (place / "row" / "option" / "blueprint.yaml").write_bytes(content)
    before = snapshot(tmp_path)
    assert run(capsys, "check", "--blueprints", str(place)) == (4, f"{said}\n")
    assert snapshot(tmp_path) == before


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository") / "acme"
    with pytest.raises(SystemExit):
        main(["new", str(root), "--yes", "--no-vendor"])
    return root


@pytest.mark.parametrize("name", REPOSITORIES)
def test_a_repository_is_refused(
    name: str, repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage, words, exit_code, said = REPOSITORIES[name]
    root = tmp_path / "acme"
    shutil.copytree(repository, root)
    damage(root)
    before = snapshot(tmp_path)
    code, told = run(capsys, words[0], str(root), *words[1:])
    assert code == exit_code
    assert said.format(root=root) in told
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_line_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, exit_code, said = COMMANDS[name]
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "file").write_text("mine\n")
    before = snapshot(tmp_path)
    code, told = run(capsys, *(word.format(tmp=tmp_path) for word in words))
    assert code == exit_code
    assert said.format(tmp=tmp_path) in told
    assert snapshot(tmp_path) == before


def test_there_are_fifty_of_them() -> None:
    assert len(ANSWERS) + len(MANIFESTS) + len(REPOSITORIES) + len(COMMANDS) >= 50
