"""Rendering: which template becomes which path, what it reads, every fault with its place."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from scaffold.errors import RenderError
from scaffold.model.plan import Plan
from scaffold.model.tree import File, Tree
from scaffold.render import check, render
from scaffold.render.environment import pascal, snake, tojson, toyaml
from tests.test_render_plan import sample

TRAEFIK = "blueprints/ingress-controller/traefik"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return sample(tmp_path)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


def write(folder: Path, **files: str) -> None:
    """Templates by the path that they become."""
    for name, text in files.items():
        path = folder / f"{name}.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def text(tree: Tree, path: str) -> str:
    return tree[PurePosixPath(path)].content.decode()


def faults(plan: Plan, templates: Path) -> list[str]:
    with pytest.raises(RenderError) as caught:
        render(plan, templates)
    return [str(problem) for problem in caught.value.problems]


def test_a_template_becomes_the_path_without_its_suffix(plan: Plan, templates: Path) -> None:
    write(templates, **{"README.md": "# <@ plan.project @>\n", ".ci/x.yml": "a: 1\n"})
    tree = render(plan, templates)
    assert text(tree, "README.md") == "# acme\n"
    assert text(tree, ".ci/x.yml") == "a: 1\n"
    assert text(tree, "values/traefik.yaml") == "replicas: 2\n"
    assert tree[PurePosixPath("README.md")].source == "templates/README.md.j2"
    assert tree[PurePosixPath("values/traefik.yaml")].source == f"{TRAEFIK}/values/traefik.yaml.j2"


def test_paths_are_sorted(plan: Plan, templates: Path) -> None:
    write(templates, **{"z": "z", "a/b": "b", "a.b": "b"})
    paths = list(render(plan, templates))
    assert paths == sorted(paths)
    assert len(paths) > 3


def test_a_partial_is_included_and_becomes_no_path(plan: Plan, templates: Path) -> None:
    write(templates, **{"_head": "head", "__init__.py": '#% include "templates/_head.j2" %#!\n'})
    tree = render(plan, templates)
    assert text(tree, "__init__.py") == "head!\n"
    assert PurePosixPath("_head") not in tree


def test_an_option_has_partials_of_its_own(plan: Plan, templates: Path) -> None:
    folder = plan.steps[0].blueprint.folder
    ref = plan.steps[0].blueprint.ref
    write(folder, **{"_part": "part", "x": f'#% include "blueprints/{ref}/_part.j2" %#\n'})
    assert text(render(plan, templates), "x") == "part\n"


def test_each_stack_gets_its_file(plan: Plan, templates: Path) -> None:
    write(templates, **{"Pulumi.stack.yaml": "#| class: seed |#\n# <@ stack @>\n"})
    tree = render(plan, templates)
    assert text(tree, "Pulumi.dev.yaml") == "# dev\n"
    assert text(tree, "Pulumi.production.yaml") == "# production\n"
    assert PurePosixPath("Pulumi.stack.yaml") not in tree


def test_each_row_that_installs_something_gets_its_module(plan: Plan, templates: Path) -> None:
    write(templates, **{"components/_component.py": "<@ component.row.id @> <@ extras @>\n"})
    tree = render(plan, templates)
    assert text(tree, "components/ingress_controller.py") == "ingress-controller []\n"
    certificates = "certificates ['certificates_cert_manager']\n"
    assert text(tree, "components/certificates.py") == certificates
    assert PurePosixPath("components/build_pipeline.py") not in tree


def test_the_class_stands_in_the_first_line(plan: Plan, templates: Path) -> None:
    marked = {name: f"#| class: {name} |#\ntext\n" for name in ("seed", "owned", "state")}
    write(templates, plain="text\n", **marked)
    tree = render(plan, templates)
    for name in ("seed", "owned", "state"):
        assert tree[PurePosixPath(name)].class_ == name
        assert text(tree, name) == "text\n"
    assert tree[PurePosixPath("plain")].class_ == "managed"


def test_the_executable_bit_is_the_template_s(plan: Plan, templates: Path) -> None:
    write(templates, **{"ci/x.sh": "#!/bin/sh\n", "ci/y": ""})
    (templates / "ci/x.sh.j2").chmod(0o755)
    tree = render(plan, templates)
    assert tree[PurePosixPath("ci/x.sh")].mode == "755"
    assert tree[PurePosixPath("ci/y")] == File(b"", "644", "managed", "templates/ci/y.j2")


def test_a_file_ends_with_one_newline(plan: Plan, templates: Path) -> None:
    write(templates, none="a", many="a\n\n\n", spaces="a\n  \n", blank="\n\n")
    tree = render(plan, templates)
    ends = {name: text(tree, name) for name in ("none", "many", "spaces", "blank")}
    assert ends == {"none": "a\n", "many": "a\n", "spaces": "a\n", "blank": ""}


def test_a_template_of_which_nothing_is_left_is_no_file(plan: Plan, templates: Path) -> None:
    write(templates, **{"a": "#% if false %#\na\n#% endif %#\n", "kept": ""})
    paths = {str(path) for path in render(plan, templates)}
    assert "a" not in paths
    assert "kept" in paths


def test_other_people_s_delimiters_are_text(plan: Plan, templates: Path) -> None:
    kept = '{{ a }} {% b %} ${c} [[ d ]] << e >> #{f} <% g %> # h\n#!/bin/sh # %\n"<"@">"\n'
    write(templates, kept=kept)
    assert text(render(plan, templates), "kept") == kept


def test_an_option_reads_only_facts_that_it_names(plan: Plan, templates: Path) -> None:
    step = next(s for s in plan.steps if s.blueprint.id == "prometheus")
    write(step.blueprint.folder, seen="<@ facts | sort | join(' ') @>\n")
    write(templates, all="<@ facts | sort | join(' ') @>\n")
    tree = render(plan, templates)
    assert text(tree, "seen") == "certificates ingress-class service-monitor\n"
    assert text(tree, "all").split() == sorted(plan.facts)


def test_an_option_reads_its_own_manifest_and_step(plan: Plan, templates: Path) -> None:
    step = next(s for s in plan.steps if s.blueprint.id == "prometheus")
    write(step.blueprint.folder, own="<@ blueprint.ref @> <@ step.after[0].part @>\n")
    assert text(render(plan, templates), "own") == "monitoring/prometheus cert-manager\n"


def test_the_same_plan_gives_the_same_bytes(plan: Plan, templates: Path) -> None:
    write(templates, **{"a": "<@ plan.facts | tojson @>", "b": "<@ settings | toyaml @>"})
    assert render(plan, templates) == render(plan, templates)


def test_two_sources_of_one_path_are_refused(plan: Plan, templates: Path) -> None:
    write(templates, **{"values/traefik.yaml": "a: 1\n"})
    assert faults(plan, templates) == [
        f"SC401 values/traefik.yaml: is written by '{TRAEFIK}/values/traefik.yaml.j2'"
        " and by 'templates/values/traefik.yaml.j2'\n"
        "  hint: Rename one of the two templates."
    ]


def test_a_path_outside_the_repository_is_refused(plan: Plan, templates: Path) -> None:
    write(templates, **{"Pulumi.stack.yaml": "a: 1\n", ".git/hooks/x": "y"})
    assert faults(replace(plan, stacks=("x/../../y",)), templates) == [
        "SC403 Pulumi.x/../../y.yaml: 'templates/Pulumi.stack.yaml.j2'"
        " would write outside the repository\n"
        "  hint: Choose a path below the repository's root.",
        "SC403 .git/hooks/x: 'templates/.git/hooks/x.j2' would write outside the repository\n"
        "  hint: Choose a path below the repository's root.",
    ]


def test_every_fault_is_told_with_file_and_line(plan: Plan, templates: Path) -> None:
    write(
        templates,
        a="one\n<@ nobody @>\n",
        b="#% if %#\n",
        c='\n\n#% include "templates/_d.j2" %#\n',
        _d="\n<@ facts['mesh'].inject @>\n",
        e="<@ 1 / 0 @>",
        f="#| class: mine |#\n",
        g='#% include "templates/_none.j2" %#\n',
        h="<@ plan.projekt @>",
    )
    assert faults(plan, templates) == [
        "SC402 templates/a.j2:2: 'nobody' is undefined\n  hint: Correct the template of 'a'.",
        "SC402 templates/b.j2:1: expected an expression, got 'end of statement block'\n"
        "  hint: Correct the template of 'b'.",
        "SC402 templates/_d.j2:2: 'dict object' has no attribute 'mesh'\n"
        "  hint: Correct the template of 'c'.",
        "SC402 templates/e.j2:1: division by zero\n  hint: Correct the template of 'e'.",
        "SC402 templates/f.j2:1: 'mine' is not a class of files\n"
        "  hint: Write one of: managed, seed, owned, state.",
        "SC402 templates/g.j2:1: templates/_none.j2\n  hint: Correct the template of 'g'.",
        "SC402 templates/h.j2:1: 'scaffold.model.plan.Plan object' has no attribute 'projekt'\n"
        "  hint: Correct the template of 'h'.",
    ]


def test_what_cannot_be_parsed_is_told() -> None:
    def file(content: bytes, source: str = "t.j2") -> File:
        return File(content, source=source)

    broken = {
        PurePosixPath("a.yaml"): file(b"a: b: c\n"),
        PurePosixPath("b.json"): file(b"{\n,}"),
        PurePosixPath("c.py"): file(b"\n\ndef"),
        PurePosixPath("d.toml"): file(b"a ="),
        PurePosixPath("e.yml"): file(b"- 1\n- 2\n"),
        PurePosixPath("f.md"): file(b"a: b: c\n"),
        PurePosixPath("charts.lock"): file(b"{]"),
    }
    hint = "\n  hint: Correct the template 't.j2'."
    assert [str(problem) for problem in check(broken)] == [
        f"SC404 a.yaml: is not YAML, line 1{hint}",
        f"SC404 b.json: is not JSON, line 2{hint}",
        f"SC404 c.py: is not Python, line 3{hint}",
        f"SC404 d.toml: is not TOML{hint}",
        f"SC404 charts.lock: is not JSON, line 1{hint}",
    ]


def test_a_cache_that_cannot_be_written_is_done_without(
    plan: Plan, templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(templates, a="<@ plan.project @>")
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/cache")
    assert text(render(plan, templates), "a") == "acme\n"


def test_a_damaged_cache_is_not_believed(
    plan: Plan, templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(templates, a="<@ plan.project @>")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    render(plan, templates)
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:20])
    assert text(render(plan, templates), "a") == "acme\n"


def test_a_changed_template_is_compiled_again(plan: Plan, templates: Path) -> None:
    write(templates, a="one")
    assert text(render(plan, templates), "a") == "one\n"
    write(templates, a="two")
    assert text(render(plan, templates), "a") == "two\n"


def test_filters_name_things_as_python_does() -> None:
    assert snake("ingress-controller") == "ingress_controller"
    assert pascal("ingress-controller") == "IngressController"
    assert tojson({"a": "é<'\"", "b": [1, True, None]}) == '{"a": "é<\'\\"", "b": [1, true, null]}'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("text of words", "text of words"),
        ("22:22", '"22:22"'),
        ("1.37", '"1.37"'),
        ("Yes", '"Yes"'),
        ("null", '"null"'),
        ("", '""'),
        ("a ", '"a "'),
        ("a: b", '"a: b"'),
        ("a, b", '"a, b"'),
        (True, "true"),
        (None, "null"),
        (2, "2"),
        (["a", 1, {"b": "c#"}], '[a, 1, {b: "c#"}]'),
        ({}, "{}"),
    ],
)
def test_yaml_is_quoted_only_where_it_must_be(value: object, said: str) -> None:
    import yaml

    assert toyaml(value) == said
    assert yaml.safe_load(said) == value
