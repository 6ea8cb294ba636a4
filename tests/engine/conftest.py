"""One control plane for all engine tests, and what they have deployed, told at the end."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scaffold.errors import ToolError
from scaffold.rehearse import toolchain
from scaffold.rehearse.plane import ControlPlane
from scaffold.rehearse.toolchain import Toolchain
from tests.engine.platform import Platform
from tests.registry import Registry


@dataclass
class Record:
    """What the tests of a session have deployed."""

    lines: list[str] = field(default_factory=list)
    releases: int = 0
    seconds: float = 0.0
    kubernetes: str = ""

    def add(self, what: str, releases: int, seconds: float, more: str = "") -> None:
        """One `up` of a whole repository."""
        self.releases += releases
        self.seconds += seconds
        self.lines.append(f"{what}: {releases} releases in {seconds:.1f} s{more}")


RECORD = Record()


@pytest.fixture(scope="session")
def record() -> Record:
    return RECORD


@pytest.fixture(scope="session")
def tools() -> Toolchain:
    try:
        return toolchain.find()
    except ToolError as error:
        absent = ", ".join(problem.where for problem in error.problems)
        if os.environ.get("SCAFFOLD_ENGINE") == "required":
            raise
        pytest.skip(f"the engine's programs are not built: {absent}; run make toolchain")


@pytest.fixture(scope="session")
def plane(tools: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlPlane]:
    folder = tmp_path_factory.mktemp("plane") / "plane"
    with ControlPlane(tools, folder) as running:
        RECORD.kubernetes = running.version
        yield running


@pytest.fixture(scope="module")
def platform(plane: ControlPlane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    folder: Path = tmp_path_factory.mktemp("platform")
    with pytest.MonkeyPatch.context() as patch, Registry() as server:
        patch.setenv("NO_PROXY", "*")
        yield Platform(folder, plane, server)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many releases were deployed, on which Kubernetes, in how many seconds."""
    if RECORD.lines:
        terminalreporter.section("engine")
        for line in RECORD.lines:
            terminalreporter.write_line(line)
        whole = f"{RECORD.releases} releases deployed on Kubernetes {RECORD.kubernetes}"
        terminalreporter.write_line(f"{whole} in {RECORD.seconds:.1f} s")
