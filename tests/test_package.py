"""Wheel and sdist: each installs into a clean environment and generates the checkout's bytes."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.examples import contents

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}


def run(*command: str | Path, at: Path = ROOT) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd=at, env=CLEAN, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, an sdist, and a wheel of the sdist, of a copy of what git would see."""
    place = tmp_path_factory.mktemp("built")
    source = place / "source"
    for name in ("scaffold", "blueprints", "templates"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", place / "dist", source)
    return place / "dist"


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bool]]:
    target = tmp_path_factory.mktemp("expected") / "acme"
    run(sys.executable, "-m", "scaffold", "new", target, "--yes", "--no-vendor")
    return contents(target)


def carried(names: list[str], prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


@pytest.mark.parametrize("folder", ["blueprints", "templates"])
def test_both_carry_every_file(built: Path, folder: str) -> None:
    there = {
        p.relative_to(ROOT).as_posix()
        for p in (ROOT / folder).rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    wheel = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert {name for name in carried(wheel, "scaffold/_data/") if name.startswith(folder)} == there
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = [name.partition("/")[2] for name in sdist.getnames()]
    assert there <= set(names)


@pytest.mark.parametrize("pattern", ["*.whl", "*.tar.gz"])
def test_it_generates_what_the_checkout_generates(
    built: Path, expected: dict[str, tuple[bytes, bool]], pattern: str, tmp_path: Path
) -> None:
    venv.create(tmp_path / "venv", with_pip=False, system_site_packages=False)
    python = tmp_path / "venv" / "bin" / "python"
    site = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    run(
        sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
        "--disable-pip-version-check", "--target", site, next(built.glob(pattern)),
    )  # fmt: skip
    dependencies = Path(next(p for p in sys.path if p.endswith("site-packages")))
    (site / "dependencies.pth").write_text(f"{_without_scaffold(dependencies, tmp_path)}\n")
    run(python, "-m", "scaffold", "new", tmp_path / "acme", "--yes", "--no-vendor", at=tmp_path)
    assert contents(tmp_path / "acme") == expected


def _without_scaffold(site: Path, tmp_path: Path) -> Path:
    """The dependencies that are installed here, without this checkout's own entry."""
    place = tmp_path / "dependencies"
    place.mkdir()
    for entry in site.iterdir():
        if "scaffold" not in entry.name and entry.suffix != ".pth":
            (place / entry.name).symlink_to(entry)
    return place
