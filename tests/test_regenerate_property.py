"""What holds for every rendering, every edit and every next rendering."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scaffold.errors import Problem, RepositoryError
from scaffold.regenerate import Options, Outcome, recover, undo
from tests.regenerate.dying import full, operation
from tests.regenerate.repository import Disk, Rendering, Repository, folders
from tests.regenerate.scenario import SEEDS, Scenario, edit, plain_pair, scenario

EXAMPLES = int(os.environ.get("SCAFFOLD_FUZZ", "500"))
"""`make fuzz` asks for 20,000."""
SHARDS = max(1, EXAMPLES // 5000)
"""Each with seeds of its own, so that the fuzzing takes every core."""
PER_SHARD = EXAMPLES // SHARDS
QUICK = settings(
    max_examples=PER_SHARD, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def check_edits_survive(case: Scenario) -> None:
    """Apply a rendering over edits: nothing is lost, nothing comes twice, undo takes it back."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        repository = Repository(Path(folder) / "r", case.old)
        yours = edit(repository, case)
        before = (repository.state(), folders(repository.root))
        try:
            outcome = repository.apply(case.new)
        except RepositoryError as error:  # a link of the user's where a folder must be
            assert {problem.code for problem in error.problems} == {"SC506"}
            assert (repository.state(), folders(repository.root)) == before
            return
        check_nothing_is_lost(case.old, yours, repository.disk())
        check_disk_is_as_told(outcome, repository.disk())
        check_again(repository, case.new)
        check_undo(repository, before)


def check_nothing_is_lost(old: Rendering, yours: Disk, now: Disk) -> None:
    contents = [content for content, _ in now.values()]
    for path, (content, mode) in yours.items():
        generated = old.get(path)
        same = getattr(generated, "content", None) == content
        if mode == "link" and not same:
            assert (content, "link") in now.values(), path
        elif content.startswith(b"\0") and b"edit-" in content:
            assert content in contents, path
        for word in content.split():
            if word.startswith(b"edit-"):
                assert any(word in one for one in contents), (path, word)
        if generated is None and "-moved-" not in path:
            assert any(content in one for one in contents), path


def check_disk_is_as_told(outcome: Outcome, now: Disk) -> None:
    for change in outcome.changes:
        if change.file and not str(change.path).startswith(".scaffold/"):
            assert now[str(change.path)] == (change.file.content, change.file.mode), change
        for suffix, file in change.beside.items():
            assert now[f"{change.path}{suffix}"] == (file.content, file.mode), change
    assert not [path for path in now if path.endswith(".tmp")]


def check_again(repository: Repository, new: Rendering) -> None:
    """Resolve what there is to resolve; then there is nothing to do, twice."""
    root = Path(shutil.copytree(repository.root, repository.root.with_name("again"), symlinks=True))
    again = Repository.__new__(Repository)
    again.root = root
    for _ in range(2):
        try:
            outcome = again.decide(new)
        except RepositoryError as error:
            for problem in error.problems:
                assert problem.code == "SC505"
                resolve(root, problem)
            before = again.disk()
            outcome = again.apply(new)
            assert again.disk() == before
            continue
        assert outcome.empty, outcome.steps
        assert not outcome.conflicts


def resolve(root: Path, problem: Problem) -> None:
    if "beside" in problem.what:
        (root / problem.what.split("'")[1]).unlink()
        return
    place = root / problem.where
    place.write_bytes(place.read_bytes().replace(b"<<<<<<< yours", b"resolved"))


def check_undo(repository: Repository, before: tuple[Disk, set[str]]) -> None:
    journal = repository.root / ".scaffold/undo/last.json"
    if not journal.exists():
        assert repository.state() == before[0], "there was nothing to do"
        return
    undo(repository.root, False)
    assert repository.state() == before[0]
    left = folders(repository.root) - before[1] - {".scaffold/undo"}
    assert not left


def check_a_failed_run_is_taken_back(case: Scenario, number: int, lasting: bool) -> None:
    """Refuse the n-th file operation of a run, or it and all that follow."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        repository = Repository(Path(folder) / "r", case.old)
        edit(repository, case)
        before = (repository.state(), folders(repository.root))
        try:
            with operation(number, repository.root, full, lasting):
                repository.apply(case.new)
        except RepositoryError as error:
            assert {problem.code for problem in error.problems} <= {"SC506", "SC510"}
            assert recover(repository.root) <= lasting
            assert (repository.state(), folders(repository.root) - {".scaffold/undo"}) == before


def check_there_and_back(pair: tuple[Rendering, Rendering]) -> None:
    old, new = pair
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        repository = Repository(Path(folder) / "r", old)
        before = repository.state()
        assert not repository.apply(new, Options(version="1.0")).conflicts
        assert repository.disk() == Repository(Path(folder) / "fresh", new).disk()
        assert not repository.apply(old).conflicts
        assert repository.state() == before
        assert folders(repository.root) - {".scaffold/undo"} == folders_of(before)


def folders_of(state: Disk) -> set[str]:
    parents = {parent for path in state for parent in Path(path).parents}
    return {parent.as_posix() for parent in parents} - {"."}


@pytest.mark.parametrize("shard", range(SHARDS))
@QUICK
@given(SEEDS)
def test_no_edited_byte_is_lost_a_second_run_changes_nothing_and_undo_takes_it_back(
    shard: int, seed: int
) -> None:
    check_edits_survive(scenario(seed))


@pytest.mark.parametrize("shard", range(SHARDS))
@QUICK
@given(SEEDS)
def test_there_and_back_without_edits_gives_a_its_bytes_again(shard: int, seed: int) -> None:
    check_there_and_back(plain_pair(seed))


@pytest.mark.parametrize("shard", range(SHARDS))
@settings(QUICK, max_examples=max(100, PER_SHARD // 10))
@given(SEEDS, st.integers(1, 30), st.booleans())
@example(3731319766, 14, True)  # a folder that is to be a file, and was all its parent held
def test_a_run_that_fails_is_taken_back_to_the_last_edited_byte(
    shard: int, seed: int, number: int, lasting: bool
) -> None:
    check_a_failed_run_is_taken_back(scenario(seed), number, lasting)
