"""Every option that installs something, installed once, and most of them switched to and from."""

from pathlib import Path

import pytest

from scaffold.catalogue import load
from scaffold.data import folder
from scaffold.rehearse.toolchain import Toolchain
from tests.engine.conftest import Record
from tests.matrix.cover import installs, roads
from tests.matrix.drive import drive
from tests.matrix.road import RENDERED
from tests.selections import choosable, platform_of

REAL = load(folder("blueprints"))
pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(
        not RENDERED.is_dir(),
        reason="the charts' data, ../shared/charts, is not beside the checkout",
    ),
]


def test_every_option_that_installs_something_stands_on_a_road() -> None:
    wanted = {b.ref for b in choosable(REAL) if installs(b)}
    met = {ref for selections in roads(REAL).values() for one in selections for ref in one.refs()}
    assert wanted - met == set()


@pytest.mark.parametrize("platform", ["bare-metal", "eks", "gke", "aks"])
def test_a_road_is_installed_switched_and_destroyed(
    tools: Toolchain, tmp_path: Path, record: Record, platform: str
) -> None:
    selections = roads(REAL)[platform]
    shown = drive(platform, selections, tools, tmp_path)
    record.kubernetes = shown.kubernetes
    record.lines += shown.lines
    assert shown.faults == []
    met = {ref for one in selections for ref in one.refs()}
    wanted = {b.ref for b in choosable(REAL) if installs(b) and b.ref in met}
    assert wanted - shown.installed == set()
    if len(selections) > 1:
        rows = [b.row for b in choosable(REAL) if b.ref in met and installs(b)]
        several = {row for row in rows if rows.count(row) > 1}
        assert several - {ref.partition("/")[0] for ref in shown.switched} == set()


def test_every_platform_that_some_option_needs_has_a_road() -> None:
    needed = {platform_of(b) for b in choosable(REAL) if installs(b) and "any" not in b.platforms}
    assert needed <= set(roads(REAL))
