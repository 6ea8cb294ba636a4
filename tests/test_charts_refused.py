"""What vendoring refuses, each with its exact words; what was on disk stays as it was."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold.charts import Limits, Progress, missing, vendor, verify
from scaffold.errors import ChartError
from tests.registry import Registry, chart, line, lock, tgz

QUICK = Limits(silence_seconds=0.3, whole_seconds=0.6, tries=2, backoff_seconds=0.01)
NAME = "web-1.2.3.tgz"
PLACE = f"charts/{NAME}"
YAML = "Look at the file upstream; it cannot be read as YAML."
LATER = "Wait some minutes, then run scaffold vendor again."
AGAIN = "Run scaffold vendor again: what has arrived is kept."
ADDRESS = "Compare the address and the version with upstream's."
BY_HAND = "Download it with your login into charts/ and run scaffold vendor again: it is checked."
UNSAFE = "Do not install it; tell the chart's authors."
OTHER = "Compare charts.lock with the address it names."
FRESH = "Delete the file in charts/ if it is there, then run scaffold vendor again."
APPLY = "Run scaffold apply, which writes it again."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    monkeypatch.setenv("NO_PROXY", "*")
    with Registry() as registry:
        yield registry


def nothing(_: Progress) -> None:
    """Nobody looks."""


def failed(root: Path) -> list[str]:
    with pytest.raises(ChartError) as error:
        vendor(root, nothing, QUICK)
    return [str(problem) for problem in error.value.problems]


def refused(root: Path, code: str, what: str, hint: str) -> None:
    """One problem, and nothing written; a damaged lock is the place itself."""
    place = "charts.lock" if code == "SC607" else PLACE
    before = sorted(root.rglob("*"))
    assert failed(root) == [f"{code} {place}: {what}\n  hint: {hint}"]
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (404, ("'{url}' is not there (404)", ADDRESS)),
        (410, ("'{url}' is not there (410)", ADDRESS)),
        (401, ("'{url}' wants a login (401)", BY_HAND)),
        (403, ("'{url}' wants a login (403)", BY_HAND)),
        (418, ("'{url}' answers 418", ADDRESS)),
        (429, ("'{url}' is asked too often (429)", LATER)),
        (500, ("'{url}' fails (500)", AGAIN)),
        (503, ("'{url}' fails (503)", AGAIN)),
        ("silent", ("'{url}' is silent for 0.3 seconds", AGAIN)),
        ("slow", ("'{url}' took longer than 0.6 seconds", AGAIN)),
        ("cut", ("'{url}' broke off after 500 of 1000 bytes", AGAIN)),
        ("drop", ("'{host}' breaks the connection off", AGAIN)),
        ("ftp://x/y", ("'ftp://x/y' is neither an https address nor an oci reference", ADDRESS)),
    ],
)
def test_an_answer_that_is_no_archive_is_said_in_words(
    server: Registry, tmp_path: Path, fault: Any, said: tuple[str, str]
) -> None:
    server.faults["/x"] = [fault]
    url = f"{server.url}/x"
    lock(tmp_path, line("web", archive=url))
    words = said[0].format(url=url, host=server.host)
    refused(tmp_path, "SC601", f"cannot be downloaded: {words}", said[1])


@pytest.mark.parametrize(("fault", "tries"), [(404, 1), (401, 1), (500, 2), ("cut", 2)])
def test_only_what_may_pass_is_tried_again(
    server: Registry, tmp_path: Path, fault: Any, tries: int
) -> None:
    server.faults["/x"] = [fault]
    lock(tmp_path, line("web", archive=f"{server.url}/x"))
    assert len(failed(tmp_path)) == 1
    assert server.asked["/x"] == tries


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    with Registry() as gone:
        url, host = f"{gone.url}/x", gone.host
    lock(tmp_path, line("web", archive=url))
    refused(tmp_path, "SC601", f"cannot be downloaded: '{host}' refuses the connection", AGAIN)


def test_a_name_that_no_one_knows_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    lock(tmp_path, line("web", archive="https://charts.invalid/web.tgz"))
    what = "cannot be downloaded: the name 'charts.invalid' is not known to this network"
    refused(tmp_path, "SC601", what, AGAIN)


@pytest.mark.parametrize(
    "address", ["http://charts.example.com/x", "file:///etc/passwd", "x.tgz", "https://[1"]
)
def test_an_address_that_is_not_https_is_refused(tmp_path: Path, address: str) -> None:
    lock(tmp_path, line("web", archive=address))
    what = f"cannot be downloaded: '{address}' is neither an https address nor an oci reference"
    refused(tmp_path, "SC601", what, ADDRESS)


def test_an_address_with_a_blank_is_refused(tmp_path: Path) -> None:
    lock(tmp_path, line("web", archive="http://127.0.0.1/a b"))
    what = "cannot be downloaded: 'http://127.0.0.1/a b' is no address"
    refused(tmp_path, "SC601", what, ADDRESS)


def test_a_registry_that_gives_no_token_wants_a_login(server: Registry, tmp_path: Path) -> None:
    url = f"{server.url}/v2/web/manifests/1.2.3"
    server.faults["/v2/web/manifests/1.2.3"] = [401]
    lock(tmp_path, line("web", archive=f"oci://{server.host}/web"))
    refused(tmp_path, "SC601", f"cannot be downloaded: '{url}' wants a login (401)", BY_HAND)


def test_an_image_that_is_no_chart_is_refused(server: Registry, tmp_path: Path) -> None:
    server.files["/v2/web/manifests/1.2.3"] = b'{"layers": [{"mediaType": "x"}]}'
    address = f"oci://{server.host}/web"
    lock(tmp_path, line("web", archive=address))
    refused(tmp_path, "SC601", f"cannot be downloaded: '{address}' is not a chart", ADDRESS)


def test_a_reference_without_a_path_is_refused(tmp_path: Path) -> None:
    lock(tmp_path, line("web", archive="oci://ghcr.io"))
    refused(tmp_path, "SC601", "cannot be downloaded: 'oci://ghcr.io' names no chart", ADDRESS)


def test_a_layer_with_other_bytes_than_its_digest_is_refused(
    server: Registry, tmp_path: Path
) -> None:
    address = server.push("web", "1.2.3", chart("web"))
    blob = next(path for path in server.files if "/blobs/" in path)
    server.files[blob] = chart("api")
    lock(tmp_path, line("web", archive=address))
    want, got = digests(chart("web"), chart("api"))
    what = f"sum differs: the manifest says 'sha256:{want}', the layer has 'sha256:{got}'"
    refused(tmp_path, "SC602", what, "Tell the registry's owners.")


def digests(*contents: bytes) -> list[str]:
    return [hashlib.sha256(content).hexdigest() for content in contents]


def test_other_bytes_than_upstream_publishes_are_refused(server: Registry, tmp_path: Path) -> None:
    server.files["/x"] = chart("web")
    want, got = digests(b"published", chart("web"))
    lock(tmp_path, line("web", archive=f"{server.url}/x", sha256=want))
    what = f"sum differs: charts.lock has '{want}', the bytes have '{got}'"
    hint = "Compare the address with upstream's; the catalogue may be older than a chart's repair."
    refused(tmp_path, "SC602", what, hint)


def test_the_first_sum_holds_from_then_on(server: Registry, tmp_path: Path) -> None:
    server.files["/x"] = chart("web")
    lock(tmp_path, line("web", archive=f"{server.url}/x"))
    vendor(tmp_path, nothing, QUICK)
    (tmp_path / PLACE).unlink()
    server.files["/x"] = chart("web", files={"values.yaml": b"more: true\n"})
    want, got = digests(chart("web"), server.files["/x"])
    what = f"sum differs: charts.sum has '{want}', the bytes have '{got}'"
    hint = "Take the recorded bytes back from git; to accept others, delete its line in charts.sum."
    refused(tmp_path, "SC602", what, hint)
    (tmp_path / PLACE).write_bytes(server.files["/x"])
    refused(tmp_path, "SC602", what, hint)
    assert [str(p) for p in verify(tmp_path)] == [f"SC602 {PLACE}: {what}\n  hint: {hint}"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (chart("api"), ("SC603", "is 'api-1.2.3', not 'web-1.2.3'", OTHER)),
        (chart("web", "1.2.4"), ("SC603", "is 'web-1.2.4', not 'web-1.2.3'", OTHER)),
        (tgz({"web/values.yaml": b""}), ("SC603", "is not a chart: it holds no Chart.yaml", OTHER)),
        (
            tgz({"x/Chart.yaml": b"name: web\nversion: 1.2.3"}),
            ("SC603", "keeps the chart 'web' in a folder 'x'", OTHER),
        ),
        (
            chart("web", files={"../../evil": b""}),
            ("SC604", "holds an unsafe path: 'web/../../evil'", UNSAFE),
        ),
        (tgz({"/etc/passwd": b""}), ("SC604", "holds an unsafe path: '/etc/passwd'", UNSAFE)),
        (
            tgz({"web/a": b"", "other/b": b""}),
            ("SC604", "holds a path outside 'web/': 'other/b'", UNSAFE),
        ),
        (
            chart("web", files={"a -> ../../secret": b""}),
            ("SC604", "holds a link that leads out: 'web/a -> ../../secret'", UNSAFE),
        ),
        (
            chart("web", files={"a -> /etc/passwd": b""}),
            ("SC604", "holds a link that leads out: 'web/a -> /etc/passwd'", UNSAFE),
        ),
        (b"<html>not found</html>", ("SC606", "is not a gzipped tar archive", FRESH)),
        (b"", ("SC606", "is not a gzipped tar archive", FRESH)),
        (chart("web")[:-20], ("SC606", "is cut short", FRESH)),
        (chart("web")[:-4] + b"0000", ("SC606", "is not a gzipped tar archive", FRESH)),
        (tgz({"web/Chart.yaml": b"a: [\n"}), ("SC606", "'Chart.yaml' line 2 is not YAML", YAML)),
    ],
)
def test_an_archive_that_is_not_the_chart_is_refused(
    server: Registry, tmp_path: Path, content: bytes, said: tuple[str, str, str]
) -> None:
    server.files["/x"] = content
    lock(tmp_path, line("web", archive=f"{server.url}/x"))
    refused(tmp_path, *said)


def test_a_link_within_the_chart_is_taken(server: Registry, tmp_path: Path) -> None:
    server.files["/x"] = chart("web", files={"docs/a -> ../values.yaml": b""})
    lock(tmp_path, line("web", archive=f"{server.url}/x"))
    assert vendor(tmp_path, nothing, QUICK).downloaded == (NAME,)


def test_an_archive_over_the_limit_is_refused(server: Registry, tmp_path: Path) -> None:
    server.files["/x"] = os.urandom((50 << 20) + 1)
    lock(tmp_path, line("web", archive=f"{server.url}/x"))
    with pytest.raises(ChartError) as error:
        vendor(tmp_path, nothing)
    assert str(error.value) == f"SC605 {PLACE}: is larger than 50 MiB\n  hint: {ADDRESS}"


def test_an_archive_that_unpacks_to_too_much_is_refused(server: Registry, tmp_path: Path) -> None:
    server.files["/x"] = chart("web", files={"zeros": bytes(101 << 20)})
    lock(tmp_path, line("web", archive=f"{server.url}/x"))
    refused(tmp_path, "SC605", "unpacks to more than 100 MiB", UNSAFE)


def test_every_problem_is_told_at_once(server: Registry, tmp_path: Path) -> None:
    server.files["/web"] = b"no chart"
    entries = [line(name, archive=f"{server.url}/{name}") for name in ("web", "api", "ui")]
    lock(tmp_path, *entries)
    told = [text.split(":")[0] for text in failed(tmp_path)]
    assert told == [f"SC601 charts/{n}-1.2.3.tgz" for n in ("api", "ui")] + [f"SC606 {PLACE}"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "is not JSON: line 1, column 2"),
        ("[]", "holds no list 'charts'"),
        ('{"schema": 2, "charts": []}', "schema '2' is not '1'"),
        ('{"schema": 1, "charts": [3]}', "entry 1: is not an object"),
        ("[" * 100_000, "is not JSON: nested too deeply"),
    ],
)
def test_a_damaged_lock_is_refused(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "charts.lock").write_text(text)
    refused(tmp_path, "SC607", what, APPLY)
    with pytest.raises(ChartError):
        missing(tmp_path)
    assert [str(p) for p in verify(tmp_path)] == [f"SC607 charts.lock: {what}\n  hint: {APPLY}"]


def test_a_lock_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, "SC607", "is not there", APPLY)
    (tmp_path / "charts.lock").write_bytes(b"\xff\xfe{")
    refused(tmp_path, "SC607", "is not UTF-8", APPLY)


def test_every_fault_of_a_lock_is_told(tmp_path: Path) -> None:
    url = "https://charts.example.com/x"
    bad = [
        line("../../etc", archive=url),
        line("web", archive="", version="/1"),
        line("web", archive=url, sha256="12"),
        line("web", archive=url, pack={"origin": "../x", "part": 2, "parts": 1}),
    ]
    lock(tmp_path, *bad)
    assert [text.split("\n")[0] for text in failed(tmp_path)] == [
        "SC607 charts.lock: entry 1: 'chart' is not a name: '../../etc'",
        "SC607 charts.lock: entry 2: 'version' is not a name: '/1'",
        "SC607 charts.lock: entry 2: 'archive' is missing",
        "SC607 charts.lock: entry 3: 'sha256' is not a sum: '12'",
        "SC607 charts.lock: entry 4: 'pack' does not say origin, part and parts",
    ]


def test_one_archive_with_two_sources_is_refused(tmp_path: Path) -> None:
    lock(tmp_path, *(line("web", archive=f"https://{host}.example.com/x") for host in "ab"))
    what = "entry 2: 'web-1.2.3.tgz' has two sources"
    refused(tmp_path, "SC607", what, APPLY)
