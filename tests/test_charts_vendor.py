"""Vendoring against a server on loopback: what arrives, what is kept, what is tidied up."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold.charts import Limits, Progress, Vendored, missing, vendor, verify
from scaffold.errors import ChartError
from tests.registry import TOKEN, Registry, chart, line, lock

QUICK = Limits(silence_seconds=0.3, whole_seconds=0.6, tries=3, backoff_seconds=0.01)
NAME = "web-1.2.3.tgz"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    monkeypatch.setenv("NO_PROXY", "*")
    with Registry() as registry:
        yield registry


def nothing(_: Progress) -> None:
    """Nobody looks."""


def run(root: Path) -> Vendored:
    return vendor(root, nothing, QUICK)


def failed(root: Path) -> list[str]:
    with pytest.raises(ChartError) as error:
        run(root)
    return [str(problem) for problem in error.value.problems]


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def served(server: Registry, root: Path, *names: str) -> None:
    """A lock over charts that the server has."""
    for name in names:
        server.files[f"/{name}-1.2.3.tgz"] = chart(name)
    lock(root, *(line(n, archive=f"{server.url}/{n}-1.2.3.tgz") for n in names))


def test_an_archive_arrives_and_its_sum_is_recorded(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web")
    assert missing(tmp_path) == (NAME,)
    assert run(tmp_path) == Vendored(downloaded=(NAME,))
    content = (tmp_path / "charts" / NAME).read_bytes()
    assert content == chart("web")
    recorded = f"{hashlib.sha256(content).hexdigest()}  charts/{NAME}\n"
    assert (tmp_path / "charts.sum").read_text() == recorded
    assert missing(tmp_path) == ()
    assert verify(tmp_path) == ()


def test_a_second_run_asks_nobody_and_changes_nothing(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web", "api")
    run(tmp_path)
    before, asked = tree(tmp_path), server.asked.total()
    assert run(tmp_path) == Vendored()
    assert (tree(tmp_path), server.asked.total()) == (before, asked)


def test_a_chart_comes_out_of_a_registry_with_an_anonymous_token(
    server: Registry, tmp_path: Path
) -> None:
    server.login = True
    reference = server.push("charts/web", "1.2.3_one", chart("web", "1.2.3+one"))
    lock(tmp_path, line("web", version="1.2.3+one", archive=reference))
    assert run(tmp_path) == Vendored(downloaded=("web-1.2.3+one.tgz",))
    assert server.asked["/v2/charts/web/manifests/1.2.3_one"] == 2
    assert server.asked["/token"] == 1
    assert verify(tmp_path) == ()


def test_a_registry_that_wants_no_token_is_asked_twice_only(
    server: Registry, tmp_path: Path
) -> None:
    lock(tmp_path, line("web", archive=server.push("charts/web", "1.2.3", chart("web"))))
    run(tmp_path)
    assert server.asked.total() == 2


def test_eight_archives_come_at_a_time(server: Registry, tmp_path: Path) -> None:
    server.meet = 8
    served(server, tmp_path, *(f"part{number}" for number in range(20)))
    assert len(vendor(tmp_path, nothing, Limits()).downloaded) == 20
    assert server.most == 8


def test_progress_counts_archives_and_bytes(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web", "api")
    seen: list[Progress] = []
    vendor(tmp_path, seen.append, QUICK)
    sizes = len(chart("web")) + len(chart("api"))
    assert (seen[-1].done, seen[-1].total, seen[-1].bytes) == (2, 2, sizes)
    assert {progress.file for progress in seen} == {NAME, "api-1.2.3.tgz"}


def test_a_server_that_fails_once_is_asked_again(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web", "api", "ui")
    server.faults = {f"/{NAME}": [500, 429, None], "/api-1.2.3.tgz": ["drop", "cut", None]}
    server.faults["/ui-1.2.3.tgz"] = ["silent", None]
    assert len(run(tmp_path).downloaded) == 3
    assert server.asked[f"/{NAME}"] == 3


def test_a_redirection_is_followed_without_the_token(server: Registry, tmp_path: Path) -> None:
    server.login = True
    reference = server.push("charts/web", "1.2.3", chart("web"))
    blob = next(path for path in server.files if "/blobs/" in path)
    with Registry() as other:
        other.files["/elsewhere"] = chart("web")
        server.faults[blob] = [f"{other.url}/elsewhere"]
        lock(tmp_path, line("web", archive=reference))
        assert run(tmp_path) == Vendored(downloaded=(NAME,))
        assert (server.token[blob], other.token["/elsewhere"]) == (f"Bearer {TOKEN}", "")


def test_a_token_goes_to_the_host_that_asked_for_it_and_to_no_other(
    server: Registry, tmp_path: Path
) -> None:
    reference = server.push("charts/web", "1.2.3", chart("web"))
    path = "/v2/charts/web/manifests/1.2.3"
    blob = next(path for path in server.files if "/blobs/" in path)
    with Registry() as other:
        other.login, other.files[path] = True, server.files[path]
        server.faults[path] = [f"{other.url}{path}"]
        lock(tmp_path, line("web", archive=reference))
        assert run(tmp_path) == Vendored(downloaded=(NAME,))
        assert other.token[path] == f"Bearer {TOKEN}"
        assert (server.token[path], server.token[blob]) == ("", "")


def test_what_arrived_is_kept_and_the_next_run_gets_the_rest(
    server: Registry, tmp_path: Path
) -> None:
    served(server, tmp_path, "web", "api")
    server.faults["/api-1.2.3.tgz"] = [500, 500, 500, None]
    assert len(failed(tmp_path)) == 1
    assert sorted(tree(tmp_path)) == ["charts.lock", "charts.sum", f"charts/{NAME}"]
    assert run(tmp_path) == Vendored(downloaded=("api-1.2.3.tgz",))
    assert server.asked[f"/{NAME}"] == 1


def test_an_archive_put_there_by_hand_is_checked_and_recorded(tmp_path: Path) -> None:
    lock(tmp_path, line("web", archive="https://charts.example.com/web-1.2.3.tgz"))
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / NAME).write_bytes(chart("web"))
    assert [str(p) for p in verify(tmp_path)] == [
        f"SC611 charts/{NAME}: has no sum in charts.sum\n  hint: Run scaffold vendor."
    ]
    assert run(tmp_path) == Vendored()
    assert verify(tmp_path) == ()


def test_an_archive_that_no_line_names_is_removed(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web", "api")
    run(tmp_path)
    served(server, tmp_path, "api")
    assert run(tmp_path) == Vendored(removed=(NAME,))
    assert not (tmp_path / "charts" / NAME).exists()
    assert NAME not in (tmp_path / "charts.sum").read_text()


def test_an_archive_of_somebody_else_is_left(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web", "api")
    run(tmp_path)
    (tmp_path / "charts" / NAME).write_bytes(b"mine")
    (tmp_path / "charts" / "own-1.0.0.tgz").write_bytes(b"mine too")
    served(server, tmp_path, "api")
    assert run(tmp_path) == Vendored(left=("own-1.0.0.tgz", NAME))
    assert (tmp_path / "charts" / NAME).read_bytes() == b"mine"


def test_nothing_is_removed_while_a_problem_stands(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web")
    run(tmp_path)
    lock(tmp_path, line("api", archive=f"{server.url}/nothing.tgz"))
    assert len(failed(tmp_path)) == 1
    assert (tmp_path / "charts" / NAME).is_file()


def test_what_an_interrupted_run_left_half_written_goes(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web")
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / f".{NAME}.part").write_bytes(b"half")
    run(tmp_path)
    assert sorted(tree(tmp_path)) == ["charts.lock", "charts.sum", f"charts/{NAME}"]


def test_two_releases_of_one_chart_need_one_archive(server: Registry, tmp_path: Path) -> None:
    served(server, tmp_path, "web", "web")
    assert run(tmp_path) == Vendored(downloaded=(NAME,))
    assert server.asked.total() == 1


def test_a_lock_without_charts_leaves_no_file(tmp_path: Path) -> None:
    lock(tmp_path)
    assert run(tmp_path) == Vendored()
    assert sorted(tree(tmp_path)) == ["charts.lock"]
