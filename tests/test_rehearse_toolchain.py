"""The programs of a rehearsal: found, linked, built, and what is said where they cannot be had."""

import os
import stat
from pathlib import Path

import pytest

from scaffold.errors import ToolError
from scaffold.rehearse import build, parts, pki, toolchain
from scaffold.rehearse.parts import MODULES, PARTS, Part

HOW = "Run scaffold toolchain, which builds it; it needs Go 1.26 and the module proxy once."
PART = Part(
    name="tool",
    version="v1.2.3",
    module="tool",
    package="example.com/tool",
    takes="a second",
    files=("bin/tool",),
    probe=("--version",),
    fits=r"v1\.2\.\d+",
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program of this machine is found, and none is kept in its user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "pulumi"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    (tmp_path / "path").mkdir()


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def said(error: pytest.ExceptionInfo[ToolError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def test_every_missing_program_is_named_with_the_way_to_get_it() -> None:
    with pytest.raises(ToolError) as error:
        toolchain.find()
    assert said(error) == [
        f"SC701 {part.name}: version {part.version} is not there\n  hint: {HOW}" for part in PARTS
    ]
    assert error.value.exit_code == 2


def test_without_go_nothing_is_built_and_every_part_is_named() -> None:
    told: list[str] = []
    with pytest.raises(ToolError) as error:
        toolchain.obtain(told.append)
    hint = "Install Go 1.26 or newer from https://go.dev/dl, then run scaffold toolchain."
    assert said(error) == [
        f"SC702 {part.name}: must be built, and 'go' is not on PATH\n  hint: {hint}"
        for part in PARTS
    ]
    assert told == []


def test_a_cache_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(ToolError) as error:
        toolchain.find()
    assert said(error) == [
        f"SC704 {toolchain.folder()}: not a directory\n"
        "  hint: Set XDG_CACHE_HOME to a folder that can be written."
    ]


def test_a_failing_build_is_told_in_gos_own_words(tmp_path: Path) -> None:
    script = 'echo "go: downloading x v1" >&2; echo "go.mod:3: no such module" >&2; exit 1'
    program(tmp_path / "path", "go", script)
    with pytest.raises(ToolError) as error:
        toolchain.obtain(lambda text: None)
    assert said(error) == [
        "SC703 etcd: 'go build' failed: go.mod:3: no such module\n"
        "  hint: Run scaffold toolchain again: what is built already stays."
    ]
    assert not list(toolchain.folder().glob("bin/*"))


def test_a_fitting_program_on_path_is_linked_and_another_version_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    found = program(tmp_path / "path", "tool", "echo tool v1.2.9")
    assert PART.installed() == (found.resolve(),)
    program(tmp_path / "path", "tool", "echo tool v1.3.0")
    assert PART.installed() == ()


def test_an_installed_plug_in_of_the_pinned_version_is_taken(tmp_path: Path) -> None:
    part = next(p for p in PARTS if p.name == "pulumi-resource-kubernetes")
    assert part.installed() == ()
    place = tmp_path / "pulumi" / "plugins" / f"resource-kubernetes-v{parts.SDK}"
    found = program(place, part.name, "true")
    assert part.installed() == (found,)


def test_a_build_goes_on_where_the_last_one_was_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def make(part: Part, place: Path) -> float:
        if part.name == "kubectl" and "kubectl" not in made:
            made.append("kubectl")
            raise KeyboardInterrupt
        made.append(part.name)
        for file in part.files:
            program((place / file).parent, Path(file).name, "true")
        return 1.0

    monkeypatch.setattr(build, "make", make)
    monkeypatch.setattr(build, "ready", lambda names: None)
    told: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        toolchain.obtain(told.append)
    assert told[:2] == [
        "etcd v3.7.1 (1 of 10, about half a minute)",
        "etcd v3.7.1 is built: 1 s",
    ]
    first = len(made)
    tools = toolchain.obtain(told.append)
    assert made[first:] == [p.name for p in PARTS][4:]
    assert toolchain.find() == tools
    assert Path(tools.program("kubectl")).exists()
    assert tools.provider.exists()


def test_the_folder_is_named_after_every_pin(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = toolchain.folder()
    (tmp_path / "modules" / "etcd").mkdir(parents=True)
    (tmp_path / "modules" / "etcd" / "go.sum").write_text("other\n")
    monkeypatch.setattr(toolchain, "MODULES", tmp_path / "modules")
    assert toolchain.folder().parent == before.parent
    assert toolchain.folder() != before


def test_every_module_is_pinned_and_names_no_mirror() -> None:
    for part in PARTS:
        module = MODULES / part.module
        assert (module / "go.sum").read_text().count(" h1:") > 50
        assert "GOPROXY" not in (module / "go.mod").read_text()
    kube = (MODULES / "kube" / "go.mod").read_text()
    assert f"k8s.io/kubernetes v{parts.KUBERNETES}" in kube


def test_without_openssl_the_control_plane_says_so(tmp_path: Path) -> None:
    with pytest.raises(ToolError) as error:
        pki.write(tmp_path / "pki")
    assert said(error) == ["SC705 openssl: is not on PATH\n  hint: Install OpenSSL 1.1 or newer."]


def test_an_openssl_that_fails_is_quoted(tmp_path: Path) -> None:
    program(tmp_path / "path", "openssl", 'echo "unknown option -x509" >&2; exit 1')
    with pytest.raises(ToolError) as error:
        pki.write(tmp_path / "pki")
    assert said(error) == [
        "SC705 openssl: 'req' failed: unknown option -x509\n  hint: Install OpenSSL 1.1 or newer."
    ]
