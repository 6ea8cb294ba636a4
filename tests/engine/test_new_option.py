"""An option that was added as one folder is installed like every other."""

import shutil
from pathlib import Path

import pytest

from scaffold import __version__
from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.regenerate import create
from scaffold.rehearse import Options, rehearse
from scaffold.rehearse.toolchain import Toolchain
from scaffold.render import render
from tests import option
from tests.engine.conftest import Record
from tests.selections import smallest

pytestmark = pytest.mark.engine


def test_a_new_folder_is_installed_unchanged_again_and_taken_down(
    tools: Toolchain, tmp_path: Path, record: Record
) -> None:
    shutil.copytree(folder("blueprints"), tmp_path / "blueprints")
    option.main("log-aggregation", "new-logs", tmp_path / "blueprints")
    rows = load(tmp_path / "blueprints")
    plan = resolve(rows, smallest(rows, "log-aggregation/new-logs"))
    root = tmp_path / "acme"
    create(root, render(plan, folder("templates")), __version__)
    report = rehearse(root, plan, Options(find=lambda: tools))
    record.add("a new option", len(report.releases), report.up_seconds)
    assert [(one.release, one.state) for one in report.releases] == [("new-logs", "ready")]
    assert report.changed == ()
    assert report.ok, report
