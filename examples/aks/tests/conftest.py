"""Runs the program against a recorder: no engine, no cluster, no plug-in, no archive is needed."""

import asyncio
import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from pulumi.runtime import mocks

ROOT = Path(__file__).parent.parent
STAND_INS = {"string": "example", "integer": 1, "boolean": False, "array": [], "object": {}}


def pytest_configure(config: pytest.Config) -> None:
    """Leaves out what the Pulumi SDK warns itself of."""
    config.addinivalue_line("filterwarnings", "ignore:NotImplemented should not be used")


class Engine(mocks.Mocks):
    """Creates whatever it is asked for."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        return f"{args.name}-id", args.inputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]]]:
        return {}, []


class Recorder(mocks.MockMonitor):
    """Keeps every registration: type, name, parent, dependencies, options, inputs."""

    def __init__(self) -> None:
        super().__init__(Engine())
        self.requests: list[Any] = []

    def RegisterResource(self, request: Any) -> Any:
        self.requests.append(request)
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]


def declared(project: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every key of Pulumi.yaml as `project:key`, and what is said of it."""
    return {
        name if ":" in name else f"{project['name']}:{name}": (
            said if isinstance(said, dict) else {"value": said}
        )
        for name, said in project.get("config", {}).items()
    }


def configuration(project: dict[str, Any]) -> dict[str, str]:
    """A value for every key: its own, an example, or a stand-in of its type."""
    examples = json.loads((ROOT / "tests/expected.json").read_text())["config"]
    found: dict[str, str] = {}
    for key, said in declared(project).items():
        stand_in = examples.get(key, STAND_INS[said.get("type", "string")])
        value = said.get("value", said.get("default", stand_in))
        found[key] = value if isinstance(value, str) else json.dumps(value)
    return found


def record() -> list[Any]:
    """Every registration of one run of the program, in order; once per process."""
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())
    asyncio.set_event_loop(asyncio.new_event_loop())
    recorder = Recorder()
    mocks.set_mocks(recorder.mocks, project["name"], "test", preview=False, monitor=recorder)
    secret = [key for key, said in declared(project).items() if said.get("secret")]
    pulumi.runtime.set_all_config(configuration(project), secret)
    run = pulumi.runtime.test(lambda: runpy.run_path("__main__.py"))  # type: ignore[no-untyped-call]
    run()
    return recorder.requests


@pytest.fixture(scope="session")
def requests() -> Iterator[list[Any]]:
    """The registrations of the program; before `scaffold vendor` its archives are not checked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.syspath_prepend(ROOT)
        if not Path("charts").exists():
            patch.setattr("components.archive.verify", lambda: None)
        yield record()
