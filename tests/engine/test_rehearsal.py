"""The rehearsal itself, on a control plane of its own: report, interruption, refusals, examples."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaffold import __version__
from scaffold.answers import load as answers
from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.model.answers import Answers
from scaffold.model.plan import Plan
from scaffold.regenerate import create
from scaffold.rehearse import Options, Progress, Report, rehearse
from scaffold.rehearse.toolchain import Toolchain
from scaffold.render import render
from tests.engine.conftest import Record
from tests.engine.platform import HERE, packed
from tests.examples import EXAMPLES, STORED, names

pytestmark = pytest.mark.engine
RENDERED = Path(__file__).parents[3] / "shared" / "charts"
SCRIPT = """
from pathlib import Path
from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.model.answers import Answers
from scaffold.rehearse import Options, rehearse
plan = resolve(load(Path({rows!r})), Answers(project="acme", platform="kind"))
rehearse(Path({root!r}), plan, Options(tell=lambda p: print(p.release, p.state, flush=True)))
"""


def generated(root: Path) -> Plan:
    """A repository of the test catalogue, without its archives."""
    answers_ = Answers(project="acme", platform="kind")
    plan = resolve(load(HERE / "blueprints"), answers_)
    create(root, render(plan, folder("templates")), __version__)
    return plan


def vendored(root: Path, name: str) -> None:
    """One archive of the small charts, as if it had been vendored."""
    (root / "charts").mkdir(exist_ok=True)
    content = packed(HERE / "charts" / name)
    (root / "charts" / f"{name}.tgz").write_bytes(content)
    line = f"{hashlib.sha256(content).hexdigest()}  charts/{name}.tgz\n"
    with (root / "charts.sum").open("a") as sums:
        sums.write(line)


def contents(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def told(record: Record, name: str, report: Report) -> None:
    ready = sum(one.state == "ready" for one in report.releases)
    slowest = max(one.seconds for one in report.releases)
    record.kubernetes = report.kubernetes
    chain = f"longest chain {report.longest_seconds:.1f} s, slowest release {slowest:.1f} s"
    later = f"again {report.again_seconds:.1f} s, destroy {report.destroy_seconds:.1f} s"
    record.add(name, ready, report.up_seconds, f", {chain}, {later}")


def test_a_rehearsal_installs_everything_and_takes_it_down(
    tools: Toolchain, tmp_path: Path, record: Record
) -> None:
    root = tmp_path / "acme"
    plan = generated(root)
    for name in ("steady-1.0.0", "widgets-1.0.0"):
        vendored(root, name)
    before = contents(root)
    seen: list[Progress] = []
    report = rehearse(root, plan, Options(tell=seen.append))
    assert report.refusals == ()
    assert report.ok
    assert report.changed == report.leftovers == ()
    assert report.kept == ("Namespace/data",)
    assert {one.release for one in report.releases} == {p.release for p in seen}
    assert any(p.waiting_for == "gadget-crds, widgets-crds" for p in seen)
    assert report.archives["steady-1.0.0.tgz"] == "archive"
    assert report.archives["store-1.0.0.tgz"] == "our own"
    assert contents(root) == before
    told(record, "rehearsal", report)


def test_what_the_api_server_refuses_is_told_with_release_object_and_reason(
    tools: Toolchain, tmp_path: Path
) -> None:
    root = tmp_path / "acme"
    plan = generated(root)
    chart = tmp_path / "steady-1.0.0"
    subprocess.run(["cp", "-r", str(HERE / "charts" / "steady-1.0.0"), str(chart)], check=True)
    (chart / "templates" / "budget.yaml").write_text(
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: both}\n"
        "spec: {minAvailable: 1, maxUnavailable: 1, selector: {}}\n"
    )
    (root / "charts").mkdir()
    (root / "charts" / "steady-1.0.0.tgz").write_bytes(packed(chart))
    report = rehearse(root, plan, Options())
    assert not report.ok
    assert {one.release: one.state for one in report.releases}["steady"] == "failed"
    refused = [r for r in report.refusals if r.release == "steady"]
    assert refused[0].object == "PodDisruptionBudget/both"
    assert "minAvailable and maxUnavailable cannot be both set" in refused[0].reason


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_an_interruption_leaves_no_process_and_no_file(
    tools: Toolchain, tmp_path: Path, number: signal.Signals
) -> None:
    root = tmp_path / "acme"
    generated(root)
    (tmp_path / "tmp").mkdir()
    script = SCRIPT.format(rows=str(HERE / "blueprints"), root=str(root))
    started = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
    )
    assert started.stdout
    line = next(text for text in started.stdout if "installing" in text)
    assert line.endswith(" installing\n")
    assert running(tmp_path)
    started.send_signal(number)
    assert started.wait(60) != 0
    until = time.monotonic() + 5
    while running(tmp_path) and time.monotonic() < until:
        time.sleep(0.1)
    assert running(tmp_path) == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_kept_cluster_can_be_looked_at_and_ended(tools: Toolchain, tmp_path: Path) -> None:
    root = tmp_path / "acme"
    plan = generated(root)
    report = rehearse(root, plan, Options(keep=True))
    try:
        assert report.ok
        assert report.destroy_seconds == 0
        assert "steady" in shell(*report.look[:2])
        assert "kubernetes:helm.sh/v3:Release" in shell(report.look[0], report.look[2])
    finally:
        shell(report.look[3])
    place = Path(report.look[2].split()[1]).parent
    assert not place.exists()
    ids = report.look[3].partition(";")[0].split()[2:]
    until = time.monotonic() + 30
    while any(Path("/proc", number, "exe").exists() for number in ids):
        assert time.monotonic() < until
        time.sleep(0.1)


def shell(*lines: str) -> str:
    done = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def running(folder_: Path) -> list[str]:
    """The processes that have something of the folder on their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if any(str(folder_ / "tmp") in word for word in words):
            found.append(" ".join(words))
    return found


@pytest.mark.parametrize("name", names())
def test_every_example_installs_and_is_taken_down(
    tools: Toolchain, record: Record, name: str
) -> None:
    text = (EXAMPLES / name / STORED).read_bytes()
    plan = resolve(load(folder("blueprints")), answers(text, str(STORED)))
    rendered = RENDERED if RENDERED.is_dir() else None
    report = rehearse(EXAMPLES / name, plan, Options(rendered=rendered, refresh=True))
    assert report.refusals == ()
    assert report.changed == report.leftovers == ()
    assert report.ok
    told(record, f"examples/{name}", report)
