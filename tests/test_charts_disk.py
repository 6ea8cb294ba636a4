"""Vendoring on a disk that refuses, and with a damaged `charts.sum`."""

import errno
import json
import os
import ssl
from pathlib import Path

import pytest

from scaffold.charts import Progress, vendor, verify
from scaffold.errors import ChartError
from tests.registry import Registry, chart, line, lock

ROOM = "Make room or give the right to write, then run scaffold vendor again."
BACK = "Take the file back from git; an archive without a line is recorded anew."


def nothing(_: Progress) -> None:
    """Nobody looks."""


def failed(root: Path) -> list[str]:
    with pytest.raises(ChartError) as error:
        vendor(root, nothing)
    return [str(problem) for problem in error.value.problems]


def test_a_full_disk_is_said_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with Registry() as server:
        server.files["/x"] = chart("web")
        lock(tmp_path, line("web", archive=f"{server.url}/x"))
        assert failed(tmp_path) == [
            "SC610 charts/web-1.2.3.tgz: cannot be written: no space left on device"
            f"\n  hint: {ROOM}"
        ]
    assert list((tmp_path / "charts").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    (tmp_path / "charts").write_text("a file in its place")
    with Registry() as server:
        server.files["/x"] = chart("web")
        lock(tmp_path, line("web", archive=f"{server.url}/x"))
        assert failed(tmp_path) == [
            f"SC610 charts/web-1.2.3.tgz: cannot be written: file exists\n  hint: {ROOM}"
        ]


def test_a_certificate_that_nobody_trusts_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def untrusted(*_: object, **__: object) -> None:
        raise ssl.SSLCertVerificationError(1, "certificate verify failed")

    monkeypatch.setattr("http.client.HTTPSConnection.connect", untrusted)
    monkeypatch.setenv("NO_PROXY", "*")
    lock(tmp_path, line("web", archive="https://charts.example.com/x"))
    assert failed(tmp_path) == [
        "SC601 charts/web-1.2.3.tgz: cannot be downloaded:"
        " the certificate of 'charts.example.com' is not trusted here"
        "\n  hint: Set SSL_CERT_FILE to the certificates of your network,"
        " then run scaffold vendor again."
    ]


def test_a_damaged_record_is_refused(tmp_path: Path) -> None:
    lock(tmp_path)
    first, second = "0" * 64, "1" * 64
    good = f"{first}  charts/web-1.2.3.tgz"
    rows = [good, "<<<<<<< HEAD", f"{second}  charts/web-1.2.3.tgz", f"{first}  ../x.tgz"]
    (tmp_path / "charts.sum").write_text("\n".join(rows))
    told = [
        f"SC607 charts.sum: line 2 is not a sum\n  hint: {BACK}",
        f"SC607 charts.sum: line 3 names a second sum\n  hint: {BACK}",
        f"SC607 charts.sum: line 4 is not a sum\n  hint: {BACK}",
    ]
    assert failed(tmp_path) == told
    assert [str(problem) for problem in verify(tmp_path)] == told
    (tmp_path / "charts.sum").write_bytes(b"\xff")
    assert failed(tmp_path) == [f"SC607 charts.sum: cannot be read\n  hint: {BACK}"]


def test_what_is_missing_is_told_without_a_network(tmp_path: Path) -> None:
    lock(tmp_path, line("web", archive="https://charts.example.com/x"))
    assert [str(problem) for problem in verify(tmp_path)] == [
        "SC611 charts/web-1.2.3.tgz: is missing\n  hint: Run scaffold vendor."
    ]


def test_keys_that_a_lock_has_besides_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "charts.lock").write_text(json.dumps({"schema": 1, "by": "x", "charts": [{}]}))
    assert vendor(tmp_path, nothing).downloaded == ()
