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
from tests.selections import choosable

REAL = load(folder("blueprints"))
pytestmark = [
    pytest.mark.road,
    pytest.mark.skipif(
        not RENDERED.is_dir(),
        reason="the charts' data, ../shared/charts, is not beside the checkout",
    ),
]


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
