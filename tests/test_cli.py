"""The command line as a whole: generate, edit, change a choice, generate again: edits survive."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold import __version__
from scaffold.answers import override
from scaffold.catalogue import load
from scaffold.cli.explain import pages_of
from scaffold.cli.front import COMMANDS, told
from scaffold.constraints import complete, resolve
from scaffold.data import folder
from scaffold.model.answers import Answers
from scaffold.regenerate import create
from scaffold.render import render
from scaffold.wizard import reproduction
from tests.examples import contents

SCAFFOLD = [sys.executable, "-m", "scaffold"]
ROOT = Path(__file__).parents[1]
ROWS = [p.parent.name for p in (ROOT / "blueprints").glob("*/row.yaml")]


def run(*words: str | Path, code: int = 0, **more: str) -> str:
    done = subprocess.run(
        [*SCAFFOLD, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pristine") / "acme"
    told = run("new", root, "--yes", "--no-vendor", "--set", "ingress-controller=traefik")
    assert "pulumi up" in told
    assert f"scaffold vendor {root}" in told
    return root


@pytest.fixture
def acme(pristine: Path, tmp_path: Path) -> Path:
    shutil.copytree(pristine, tmp_path / "acme")
    return tmp_path / "acme"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(command: str) -> None:
    assert "Usage: scaffold" in run(command, "--help")


@pytest.mark.parametrize("argument", ["--help", "-h", "--version"])
def test_what_is_told_without_click_is_what_click_tells(
    argument: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    by_click = subprocess.run(
        [sys.executable, "-c", "from scaffold.cli.group import run; run(None)", argument],
        env=os.environ | {"COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told([argument]) == by_click.stdout
    assert run(argument) == by_click.stdout


def test_the_help_is_as_narrow_as_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert told(["--help"]) == ""
    assert max(map(len, run("--help").splitlines())) <= 60


def test_applying_again_prints_one_line_and_changes_nothing(acme: Path) -> None:
    before = contents(acme)
    told = run("apply", acme, "--no-vendor")
    assert len(told.splitlines()) == 1
    assert "nothing to do" in told
    assert contents(acme) == before


def test_a_switch_keeps_every_edit(acme: Path) -> None:
    readme = acme / "README.md"
    readme.write_text(f"{readme.read_text()}\nA line of mine.\n")
    values = acme / "values" / "traefik.yaml"
    values.write_text(f"# mine\n{values.read_text()}")
    (acme / "custom" / "mine.py").write_text("x = 1\n")
    switch = ["--no-vendor", "--set", "ingress-controller=haproxy"]
    told = run("apply", acme, *switch, code=1)
    assert "ingress-controller traefik -> haproxy" in told
    assert "! values/traefik.yaml" in told
    assert "no longer generated, you edited it: kept" in told
    assert "release haproxy-kubernetes-ingress comes" in told
    assert readme.read_text().endswith("A line of mine.\n")
    assert values.read_text().startswith("# mine\n")
    assert (acme / "custom" / "mine.py").read_text() == "x = 1\n"
    assert run("apply", acme, "--no-vendor").count("\n") == 1
    run("apply", acme, "--no-vendor", "--set", "ingress-controller=traefik")
    assert values.read_text().startswith("# mine\n")


def test_there_and_back_gives_the_same_bytes(acme: Path) -> None:
    before = contents(acme)
    run("apply", acme, "--no-vendor", "--set", "ingress-controller=haproxy")
    assert contents(acme) != before
    run("apply", acme, "--no-vendor", "--set", "ingress-controller=traefik")
    after = contents(acme)
    for undo in [name for name in after if name.startswith(".scaffold/undo/")]:
        del after[undo]
    assert after == before


def test_undo_takes_the_last_apply_back(acme: Path) -> None:
    before = contents(acme)
    run("apply", acme, "--no-vendor", "--set", "ingress-controller=haproxy")
    run("undo", acme)
    after = {k: v for k, v in contents(acme).items() if not k.startswith(".scaffold/undo/")}
    assert after == before


def test_a_dry_run_writes_nothing_and_says_whether_there_is_something(acme: Path) -> None:
    before = contents(acme)
    switch = ["--no-vendor", "--dry-run", "--set", "ingress-controller=haproxy"]
    run("apply", acme, *switch, "--exit-code", code=10)
    run("apply", acme, "--no-vendor", "--dry-run", "--exit-code")
    told = json.loads(run("apply", acme, *switch, "--json"))
    assert {"path", "verdict", "why", "class", "beside"} == set(told["changes"][0])
    assert told["choices"] == ["ingress-controller traefik -> haproxy"]
    assert "@@" in run("apply", acme, *switch, "--diff")
    assert contents(acme) == before


def test_a_dry_run_of_a_new_repository_writes_nothing(tmp_path: Path) -> None:
    told = run("new", tmp_path / "acme", "--yes", "--dry-run")
    assert "+ Pulumi.yaml" in told
    assert list(tmp_path.iterdir()) == []


def test_the_status_names_what_was_edited(acme: Path) -> None:
    (acme / "README.md").write_text("mine\n")
    told = json.loads(run("status", acme, "--json"))
    assert told["edited"] == ["README.md"]
    assert told["project"] == "acme"


def test_the_catalogue_is_listed(acme: Path) -> None:
    told = run("list")
    assert told.splitlines()[0].startswith(" 1 ")
    assert len(told.splitlines()) == 25
    assert "traefik" in run("list", "ingress-controller")
    assert json.loads(run("list", "--json"))["ingress-controller"]


def test_codes_rows_and_options_are_explained() -> None:
    assert run("explain", "SC303").startswith("SC303: ")
    assert run("explain", "501").startswith("SC501: ")
    assert "Release traefik" in run("explain", "ingress-controller/traefik")
    assert "haproxy" in run("explain", "ingress-controller")


def test_every_code_that_is_raised_is_explained() -> None:
    raised = {
        code
        for path in (ROOT / "scaffold").rglob("*.py")
        for code in re.findall(r'"(SC\d{3})"', path.read_text("utf-8"))
    }
    pages = [page for code in raised for page in pages_of(code)]
    assert len(raised) > 60
    assert {code for code in raised if not pages_of(code)} == set()
    assert all(page.startswith("SC") for page in pages)


def test_without_a_terminal_it_says_what_to_pass(tmp_path: Path) -> None:
    told = run("new", tmp_path / "acme", code=2)
    assert "not a terminal: pass --yes (recommended options), --set ROW=OPTION" in told
    assert list(tmp_path.iterdir()) == []


def test_a_new_repository_needs_no_network(tmp_path: Path) -> None:
    command = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*command, "true"]).returncode:
        pytest.skip("this system gives no network namespaces")
    done = subprocess.run(
        [*command, *SCAFFOLD, "new", str(tmp_path / "acme"), "--yes", "--no-vendor"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Next:" in done.stdout
    assert (tmp_path / "acme" / "Pulumi.yaml").is_file()


def test_new_on_a_repository_applies_its_answers(acme: Path) -> None:
    told = run("new", acme, "--yes", "--no-vendor", "--set", "ingress-controller=haproxy")
    assert "ingress-controller traefik -> haproxy" in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_printed(shell: str) -> None:
    assert "_SCAFFOLD_COMPLETE" in run("completion", shell)


@pytest.mark.parametrize("how", ["size=16k", "size=64k", "ro"])
def test_a_disk_that_refuses_is_left_as_it_was(tmp_path: Path, how: str) -> None:
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if shutil.which("unshare") is None or subprocess.run([*command, "true"]).returncode:
        pytest.skip("this system gives no mount namespaces")
    (tmp_path / "disk").mkdir()
    words = f"{sys.executable} -m scaffold new {tmp_path}/disk/acme --yes --no-vendor"
    script = f"mount -t tmpfs -o {how} tmpfs {tmp_path}/disk && {words}; code=$?"
    script += f"; ls -A {tmp_path}/disk; exit $code"
    done = subprocess.run([*command, script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 6, done.stderr
    assert "SC510" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_row_that_others_want_comes_when_they_come(tmp_path: Path) -> None:
    none = [f"--set={row}=null" for row in ROWS]
    run("new", tmp_path / "acme", "--yes", "--no-vendor", *none)
    answers = tmp_path / "acme" / ".scaffold" / "answers.yaml"
    assert "gateway-api: upstream" not in answers.read_text()
    wants = ["--set", "api-gateway=roll-your-own", "--set", "certificates=cert-manager"]
    run("apply", tmp_path / "acme", "--no-vendor", *wants)
    assert "gateway-api: upstream" in answers.read_text()
    run("apply", tmp_path / "acme", "--no-vendor", "--set", "api-gateway=null")
    assert "api-gateway: null" in answers.read_text()


def test_the_line_without_questions_gives_the_same_bytes(tmp_path: Path) -> None:
    rows = load(folder("blueprints"))
    said = override(
        Answers(project="acme", platform="eks"),
        ["ingress-controller=haproxy", "service-mesh=null", "stacks=one,two", "domain=it's.a.b"],
        rows,
    )
    whole = complete(rows, said)
    line = reproduction(rows, "there/acme", whole)
    (tmp_path / "there").mkdir()
    words = shlex.split(line)
    assert words[0] == "scaffold"
    done = subprocess.run(
        [*SCAFFOLD, *words[1:], "--no-vendor"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    create(tmp_path / "acme", render(resolve(rows, whole), folder("templates")), __version__)
    assert contents(tmp_path / "there" / "acme") == contents(tmp_path / "acme")
