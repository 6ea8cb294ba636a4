"""Manifests: every fault is told, each by its exact text."""

from pathlib import Path

import pytest

from scaffold.catalogue import check, load
from scaffold.errors import CatalogueError
from tests.trees import catalogue, release, write


def texts(error: CatalogueError) -> list[str]:
    return [str(problem) for problem in error.problems]


def judged(tmp_path: Path, rows: dict[str, dict[str, object]]) -> list[str]:
    templates = tmp_path / "templates"
    templates.mkdir(exist_ok=True)
    found = check(catalogue(tmp_path, rows), templates)
    return [str(problem) for problem in found]


def test_a_row_is_a_folder_and_an_option_is_a_folder_in_it(tmp_path: Path) -> None:
    rows = catalogue(tmp_path, {"ingress": {"traefik": {}, "haproxy": {}}, "logs": {"loki": {}}})
    assert [row.id for row in rows.rows] == ["ingress", "logs"]
    assert [b.ref for b in rows.blueprints()] == ["ingress/haproxy", "ingress/traefik", "logs/loki"]


def test_a_folder_without_a_manifest_is_named(tmp_path: Path) -> None:
    write(tmp_path / "b", {"ingress": {"traefik": {}}})
    (tmp_path / "b" / "ingress" / "empty").mkdir()
    with pytest.raises(CatalogueError) as error:
        load(tmp_path / "b")
    assert texts(error.value) == [
        "SC201 ingress/empty: 'blueprint.yaml' is missing\n  hint: Write it."
    ]


def test_all_faults_of_all_manifests_are_told_at_once(tmp_path: Path) -> None:
    faulty = {
        "platfroms": ["any"],
        "kubernetes": 1.25,
        "releases": [release("a", wait_seconds="x")],
    }
    write(tmp_path / "b", {"ingress": {"traefik": faulty, "nginx": {"row": "x"}}})
    (tmp_path / "b" / "ingress" / "nginx" / "blueprint.yaml").write_text("a: [")
    with pytest.raises(CatalogueError) as error:
        load(tmp_path / "b")
    assert texts(error.value) == [
        "SC202 ingress/nginx: 'blueprint.yaml' is not YAML:"
        " did not find expected node content, line 2",
        "SC203 ingress/traefik: platfroms: key unknown\n"
        "  hint: Write 'platforms', or remove the key.",
        "SC203 ingress/traefik: kubernetes: expected `str`, got `float`",
        "SC203 ingress/traefik: releases[0].wait_seconds: expected `int`, got `str`",
    ]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (
            {"requires": ["ingres"]},
            "SC210 row/option: nobody provides 'ingres'\n"
            "  hint: Correct its name, or let an option provide it.",
        ),
        (
            {"exclusive": ["cni"]},
            "SC210 row/option: does not provide 'cni' itself\n"
            "  hint: Add it to 'provides', or take it out.",
        ),
        (
            {"retired": {"date": "2022-09-30", "because": "gone", "successor": "nobody"}},
            "SC213 row/option: successor 'nobody' cannot be chosen\n"
            "  hint: Name an option of the same row.",
        ),
        (
            {"releases": [release("a", version=">=1")]},
            "SC216 row/option: a: version '>=1' is not exact",
        ),
        (
            {"releases": [release("a", archive="a.tgz")]},
            "SC216 row/option: a: archive 'a.tgz' is neither https nor oci",
        ),
        (
            {"kubernetes": "1.25+"},
            "SC216 row/option: Kubernetes range '1.25+' cannot be read\n"
            "  hint: Write comparisons joined by blanks: '>=1.25 <1.38'.",
        ),
        (
            {"summary": "x" * 81},
            "SC218 row/option: summary has 81 characters\n  hint: Use 80 at the most.",
        ),
        (
            {"barred": "x" * 61},
            "SC218 row/option: barred has 61 characters\n  hint: Use 60 at the most.",
        ),
        (
            {"summary": "Does it."},
            "SC218 row/option: summary ends with a full stop\n  hint: Take it off.",
        ),
        (
            {
                "releases": [release("a")],
                "secrets": [{"name": "s", "release": "a", "keys": {"password": "adminPassword"}}],
            },
            "SC219 row/option: s: config key 'adminPassword' is not declared",
        ),
        (
            {"provides": {"cni": {}}, "gates": {"cni": "calico"}},
            "SC220 row/option: cni: gate 'calico' is not a part of it",
        ),
        (
            {"releases": [release("a", waits_for=["b"])]},
            "SC223 row/option: a: waits for 'b', not there",
        ),
        (
            {"conflicts": [{"option": "x/y", "because": "port"}]},
            "SC225 row/option: conflicts with 'x/y', which is not there\n"
            "  hint: Write it as row/option.",
        ),
        (
            {
                "releases": [release("a")],
                "config": [
                    {
                        "key": "replicas",
                        "type": "integer",
                        "description": "Pods",
                        "default": 2,
                        "sets": [{"release": "a", "path": ["replicas"]}],
                    }
                ],
            },
            "SC222 row/option: replicas: 'replicas' also stands in a.yaml.j2\n"
            "  hint: Take it out of the values file.",
        ),
    ],
)
def test_a_fault_of_a_manifest_is_told(tmp_path: Path, keys: dict[str, object], text: str) -> None:
    assert judged(tmp_path, {"row": {"option": keys}}) == [text]


def test_a_manifest_without_fault_has_none(tmp_path: Path) -> None:
    assert judged(tmp_path, {"row": {"option": {"releases": [release("a")]}}}) == []


def test_a_release_belongs_to_one_row(tmp_path: Path) -> None:
    rows = {"one": {"x": {"releases": [release("a")]}}, "two": {"y": {"releases": [release("a")]}}}
    found = judged(tmp_path, rows)  # type: ignore[arg-type]
    assert found == [
        "SC212 two/y: release 'a' is also used by one/x\n  hint: Choose another name.",
        "SC212 two/y: namespace 'a' is also used by one/x\n  hint: Choose another name.",
        "SC214 two/y: 'values/a.yaml.j2' is also written by one/x",
    ]


def test_a_default_must_be_choosable(tmp_path: Path) -> None:
    gone = {"retired": {"date": "2022-09-30", "because": "gone", "successor": "y"}}
    rows = {"row": {"row": {"default": {"any": ["x"], "gke": ["z"]}}, "x": gone, "y": {}}}
    assert judged(tmp_path, rows) == [
        "SC221 row: recommends 'x' for 'any', which cannot be chosen\n"
        "  hint: Recommend another option.",
        "SC221 row: recommends 'z' for 'gke', which cannot be chosen\n"
        "  hint: Recommend another option.",
    ]


def test_a_setting_is_told_alike_by_all_who_declare_it(tmp_path: Path) -> None:
    def declare(words: str) -> dict[str, object]:
        return {
            "config": [{"key": "domain", "type": "string", "description": words, "example": "a"}]
        }

    rows = {"one": {"x": declare("Zone")}, "two": {"y": declare("Domain")}}
    assert judged(tmp_path, rows) == [  # type: ignore[arg-type]
        "SC224 two/y: 'domain' is declared otherwise by one/x\n"
        "  hint: Use the same type, words and default."
    ]


def test_files_that_nobody_would_read_are_named(tmp_path: Path) -> None:
    place = write(tmp_path / "blueprints", {"row": {"option": {"releases": [release("a")]}}})
    option = place / "row" / "option"
    (option / "notes.txt").write_text("x")
    (option / "values" / "b.yaml.j2").write_text("{}\n")
    (option / "values" / "a.yaml.j2").write_text('#% if "mesh" in facts %#\n#% endif %#\n')
    (option / "docs" / "row" / "option.md.j2").unlink()
    templates = tmp_path / "templates"
    templates.mkdir()
    assert [str(p) for p in check(load(place), templates)] == [
        "SC204 row/option: 'notes.txt' is not a template\n  hint: Name it *.j2, or take it out.",
        "SC211 row/option: 'values/b.yaml.j2' belongs to no release\n  hint: Take it out.",
        "SC215 row/option: 'docs/row/option.md.j2' is missing\n  hint: Write it.",
        "SC217 row/option: 'values/a.yaml.j2' reads 'mesh'\n"
        "  hint: Add it to 'reads', 'wants' or 'requires'.",
    ]


def test_two_rows_cannot_write_one_path(tmp_path: Path) -> None:
    place = write(tmp_path / "blueprints", {"one": {"x": {}}, "two": {"y": {}}})
    for option in ("one/x", "two/y"):
        (place / option / "ci").mkdir()
        (place / option / "ci" / "scan.sh.j2").write_text("#!/bin/sh\n")
    templates = tmp_path / "templates"
    templates.mkdir()
    assert [str(p) for p in check(load(place), templates)] == [
        "SC214 two/y: 'ci/scan.sh.j2' is also written by one/x"
    ]


def test_a_kept_catalogue_is_the_same_and_a_changed_manifest_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    crds = [
        {"name": "c", "from": "a"},
        {"name": "d", "from": {"url": "https://example.com/d.yaml"}, "version": "1.0.0"},
        {"name": "e", "from": {"chart": "e", "archive": "https://x/e.tgz", "version": "1.0.0"}},
    ]
    place = write(
        tmp_path / "b", {"row": {"option": {"releases": [release("a")], "crds": crds}, "other": {}}}
    )
    first = load(place)
    (kept,) = (tmp_path / "cache" / "scaffold" / "catalogue").iterdir()
    assert load(place) == first
    kept.write_bytes(b"damaged")
    assert load(place) == first
    manifest = place / "row" / "other" / "blueprint.yaml"
    manifest.write_text(manifest.read_text() + "barred: it is not verified\n")
    other = load(place).find("row/other")
    assert other
    assert other.barred == "it is not verified"
