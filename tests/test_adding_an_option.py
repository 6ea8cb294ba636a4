"""The promise of the house: an option is one folder, and nothing else changes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.catalogue import check, load
from scaffold.constraints import asked, resolve
from scaffold.data import folder
from scaffold.render import check as parse
from scaffold.render import render
from scaffold.wizard.menu import lines, reasons
from tests import option
from tests.selections import smallest


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(folder("blueprints"), tmp_path / "blueprints")
    return tmp_path / "blueprints"


def test_a_new_folder_is_an_option_everywhere(copy: Path, templates: Path) -> None:
    told = option.main("log-aggregation", "new-logs", copy)
    assert told == f"Fill in {copy / 'log-aggregation' / 'new-logs'}, then run make check."
    rows = load(copy)
    assert [str(p) for p in check(rows, templates)] == []
    answers = smallest(rows, "log-aggregation/new-logs")
    row = next(r for r in asked(rows, answers) if r.id == "log-aggregation")
    menu = lines(row, "kind", reasons(rows, answers, row))
    (shown,) = [line for line in menu if line.value == "new-logs"]
    assert shown.label == "New logs"
    assert not shown.barred
    plan = resolve(rows, answers)
    assert [r.name for r in plan.releases] == ["new-logs"]
    tree = render(plan, templates)
    assert parse(tree) == ()
    paths = set(map(str, tree))
    assert {"values/new-logs.yaml", "docs/log-aggregation/new-logs.md"} <= paths
    assert b"new-logs" in tree[next(p for p in tree if str(p) == "charts.lock")].content


def test_its_row_must_exist_and_its_name_must_be_free(copy: Path) -> None:
    assert option.main("logs", "x", copy).startswith("no such row 'logs': ")
    assert option.main("log-aggregation", "X", copy).startswith("'X' is not lower-case")
    assert option.main("log-aggregation", "loki", copy).endswith("is there already")


def test_the_command_of_the_makefile_writes_it(copy: Path) -> None:
    script = (
        "from pathlib import Path\nfrom tests import option\n"
        f"print(option.main('dns', 'other-dns', Path({str(copy)!r})))"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[1])
    assert load(copy).find("dns/other-dns")
