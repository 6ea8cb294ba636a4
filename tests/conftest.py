"""The real catalogue, loaded once."""

import os
import signal
from pathlib import Path

import pytest

from scaffold.catalogue import load
from scaffold.data import folder
from scaffold.model.blueprint import Catalogue

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in its background so, and everything that a test starts inherits it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest.register_assert_rewrite("tests.selections", "tests.trees")


@pytest.fixture(scope="session")
def real() -> Catalogue:
    return load(folder("blueprints"))


@pytest.fixture(scope="session")
def templates() -> Path:
    return folder("templates")


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the drafts of the person who runs it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    for name in ("SCAFFOLD_CHARTS", "ACCESSIBLE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", os.environ.get("COLUMNS", "80"))
