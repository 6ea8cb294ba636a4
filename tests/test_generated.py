"""The generated repository, as its new owner would try it: lint, types, its own tests."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
import yaml

import scaffold
from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.model.tree import Tree
from scaffold.render import check, render
from tests.selections import smallest
from tests.test_render_plan import sample

QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def lay(tree: Tree, place: Path) -> Path:
    """The tree on the disk."""
    for path, file in tree.items():
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        target.chmod(int(file.mode, 8))
    return place


def run(place: Path, *command: str) -> str:
    """What a program of this environment says in the folder; an error if it fails."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name(command[0])), *command[1:]],
        cwd=place,
        env=QUIET,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return render(sample(tmp_path_factory.mktemp("catalogue")), folder("templates"))


@pytest.fixture(scope="module")
def place(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tree, tmp_path_factory.mktemp("acme"))


def test_everything_parses(tree: Tree) -> None:
    assert check(tree) == ()
    assert len(tree) > 40


def test_its_own_tests_pass_before_anything_is_vendored(place: Path) -> None:
    said = run(place, "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert "7 passed" in said
    assert not (place / "charts").exists()


def test_it_is_clean_for_ruff_and_formatted(place: Path) -> None:
    assert "All checks passed" in run(place, "ruff", "check", "--no-cache", ".")
    assert "All checks passed" in run(place, "ruff", "check", "--no-cache", "--select=I", ".")
    assert "already formatted" in run(place, "ruff", "format", "--no-cache", "--check", ".")


def test_it_is_clean_for_mypy(place: Path, pytestconfig: pytest.Config) -> None:
    cache = pytestconfig.rootpath / ".mypy_cache" / "generated"  # cold, Pulumi's types take long
    assert "no issues found" in run(place, "mypy", "--strict", f"--cache-dir={cache}", ".")


def test_its_yaml_is_clean(place: Path) -> None:
    assert run(place, "yamllint", "--strict", ".", ".scaffold") == ""


def test_no_file_names_the_scaffold_s_version_or_has_a_blank_end(tree: Tree) -> None:
    for path, file in tree.items():
        text = file.content.decode()
        assert f"scaffold {scaffold.__version__}" not in text, path
        assert not text.endswith("\n\n"), path
        assert not any(line.endswith((" ", "\t")) for line in text.split("\n")), path


def test_no_template_is_left_in_the_text(tree: Tree) -> None:
    for path, file in tree.items():
        for opening in (b"<@", b"#%", b"#|"):
            assert opening not in file.content, path


def test_the_lock_has_every_release_once(tree: Tree) -> None:
    text = tree[PurePosixPath("charts.lock")].content.decode()
    lines = json.loads(text)["charts"]
    assert lines.pop() == {}
    assert [line["release"] for line in lines] == [
        "cert-manager",
        "gateway-api-crds",
        "gateway-api-crds-policies",
        "longhorn",
        "nfs",
        "operator-crds",
        "stack",
        "traefik",
        "traefik-crds-1",
        "traefik-crds-2",
    ]
    assert len(text.splitlines()) == len(lines) + 2
    assert lines[0] == {
        "release": "cert-manager",
        "namespace": "cert-manager",
        "chart": "cert-manager",
        "repository": "https://example.com/charts",
        "version": "1.0.0",
        "archive": "https://example.com/charts/cert-manager-1.0.0.tgz",
        "sha256": None,
    }
    assert [line.get("pack") for line in lines if "crds" in line["release"]] == [
        {"origin": "", "part": 1, "parts": 1},
        {"origin": "", "part": 0, "parts": 1},
        None,
        {"origin": "traefik-1.0.0.tgz", "part": 1, "parts": 2},
        {"origin": "traefik-1.0.0.tgz", "part": 2, "parts": 2},
    ]
    assert {line["namespace"] for line in lines if "pack" in line} == {"platform-crds"}


def test_the_configuration_is_typed(tree: Tree) -> None:
    project = yaml.safe_load(tree[PurePosixPath("Pulumi.yaml")].content)
    assert project["name"] == "acme"
    assert list(project["config"]) == [
        "kubernetesContext",
        "clusterIdentifier",
        "adopt",
        "prometheusReplicas",
        "domain",
        "adminUser",
        "adminPassword",
        "zones",
    ]
    assert project["config"]["adminPassword"] == {
        "type": "string",
        "secret": True,
        "description": "Password",
    }
    zones = project["config"]["zones"]
    assert (zones["items"], zones["default"]) == ({"type": "string"}, ["a", "b"])


def test_the_answers_come_back_as_they_were(tree: Tree) -> None:
    answers = yaml.safe_load(tree[PurePosixPath(".scaffold/answers.yaml")].content)
    assert answers["kubernetes"] == "1.37"
    assert answers["stacks"] == ["dev", "production"]
    assert answers["choices"] == {
        "build-pipeline": "circleci",
        "monitoring": "prometheus",
        "shared-storage": ["longhorn", "nfs"],
        "ingress-controller": "traefik",
        "service-mesh": None,
        "certificates": "cert-manager",
        "gateway-api": "upstream",
    }
    assert answers["settings"] == {}


def test_classes_are_as_promised(tree: Tree) -> None:
    by_class: dict[str, list[str]] = {}
    for path, file in tree.items():
        by_class.setdefault(file.class_, []).append(str(path))
    assert sorted(by_class) == ["managed", "owned", "seed", "state"]
    assert by_class["state"] == [".scaffold/answers.yaml"]
    assert by_class["seed"] == ["Pulumi.dev.yaml", "Pulumi.production.yaml", "custom/__init__.py"]
    assert by_class["owned"] == [
        "charts.lock",
        "docs/architecture.md",
        "docs/checklist.md",
        "docs/images.txt",
        "tests/expected.json",
    ]


@pytest.mark.parametrize("ref", ["build-pipeline/circleci", "shared-storage/gcp-pd"])
def test_documents_of_a_selection_that_installs_nothing_promise_nothing(ref: str) -> None:
    real = load(folder("blueprints"))
    tree = render(resolve(real, smallest(real, ref)), folder("templates"))
    links_lead_somewhere(tree)
    architecture = tree[PurePosixPath("docs/architecture.md")].content.decode()
    assert "Nothing is installed." in architecture
    assert "mermaid" not in architecture


def test_every_link_between_documents_leads_somewhere(tree: Tree) -> None:
    links_lead_somewhere(tree)


def links_lead_somewhere(tree: Tree) -> None:
    known = {str(path) for path in tree}
    for path, file in tree.items():
        if path.suffix == ".md":
            for link in re.findall(r"\]\(([^)#:]+)\)", file.content.decode()):
                assert str(path.parent / link) in known, f"{path}: {link}"
