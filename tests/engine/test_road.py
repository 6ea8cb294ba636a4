"""Every option that installs something, installed at least once; and switched to and from."""

from pathlib import Path

import pytest

from scaffold.catalogue import load
from scaffold.data import folder
from scaffold.rehearse.toolchain import Toolchain
from tests.engine.conftest import Record
from tests.matrix.cover import installs, roads
from tests.matrix.drive import Shown, course, drive
from tests.matrix.road import RENDERED
from tests.selections import choosable

REAL = load(folder("blueprints"))
OPTIONS = [b for b in choosable(REAL) if installs(b)]
PLATFORMS = pytest.mark.parametrize("platform", ["bare-metal", "eks", "gke", "aks"])
pytestmark = pytest.mark.skipif(
    not RENDERED.is_dir(),
    reason="the charts' data, ../shared/charts, is not beside the checkout",
)


def met(platform: str) -> set[str]:
    """The options that stand on a platform's road and install something."""
    there = {ref for one in roads(REAL)[platform] for ref in one.refs()}
    return {b.ref for b in OPTIONS if b.ref in there}


def told(shown: Shown, record: Record) -> None:
    """Put what a road has shown into the session's record."""
    record.kubernetes = shown.kubernetes
    record.releases += shown.releases
    record.seconds += shown.seconds
    record.lines += shown.lines


@pytest.mark.engine
@PLATFORMS
def test_every_option_is_installed_left_unchanged_and_destroyed(
    platform: str, tools: Toolchain, tmp_path: Path, record: Record
) -> None:
    """One stack goes through the selections once; what a cluster holds once is let go between."""
    shown = drive(platform, roads(REAL)[platform], tools, tmp_path)
    told(shown, record)
    assert shown.faults == []
    assert met(platform) - shown.installed == set()


@pytest.mark.road
@PLATFORMS
def test_every_option_comes_to_a_stack_that_stands_and_goes_from_it(
    platform: str, tools: Toolchain, tmp_path: Path, record: Record
) -> None:
    shown = drive(platform, course(roads(REAL)[platform]), tools, tmp_path)
    told(shown, record)
    assert shown.faults == []
    assert met(platform) - shown.installed == set()
    assert met(platform) - shown.switched == set()


def test_the_four_roads_hold_every_option_that_installs_something() -> None:
    found = {ref for platform in roads(REAL) for ref in met(platform)}
    assert found == {b.ref for b in OPTIONS}
    assert set(roads(REAL)) == {"bare-metal", "eks", "gke", "aks"}
