"""The answers at the door: each refusal by its exact text."""

from pathlib import Path

import pytest

from scaffold.answers import load, override
from scaffold.errors import AnswersError
from scaffold.model.answers import Answers
from tests.trees import catalogue

GOOD = b"project: acme\nplatform: kind\n"


def refused(content: bytes) -> list[str]:
    with pytest.raises(AnswersError) as error:
        load(content, "a.yaml")
    return [str(p) for p in error.value.problems]


def test_a_name_a_list_and_null_are_answers() -> None:
    more = b'kubernetes: "1.36"\nstacks: [one]\nchoices: {a: x, b: [y, z], c: null}\n'
    assert load(GOOD + more, "a.yaml") == Answers(
        project="acme",
        platform="kind",
        kubernetes="1.36",
        stacks=("one",),
        choices={"a": ("x",), "b": ("y", "z"), "c": ()},
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a: [", "SC101 a.yaml: is not YAML: did not find expected node content, line 2"),
        (b"\x00", None),
        (b"\xff\xfe\xff", None),
        (b"- a\n", "SC101 a.yaml: is not a mapping of keys to values\n"
         "  hint: Compare it with the answers file of an example."),
        (b"a: &x 1\n", "SC101 a.yaml: uses an anchor or an alias in line 1\n"
         "  hint: Write the value out."),
        (b"a: 1\nb: *a\n", None),
        (b"#" * (1 << 20) + b"\n", "SC101 a.yaml: has 1048577 bytes, 1048576 are allowed\n"
         "  hint: Is it the right file?"),
        (GOOD + b"schema: 2\n", "SC103 a.yaml: has schema 2, and this scaffold knows 1 to 1\n"
         "  hint: Install a newer scaffold."),
        (GOOD + b"choises: {}\n", "SC102 a.yaml: choises: key unknown\n"
         "  hint: Did you mean 'choices'?"),
        (b"platform: kind\n", "SC102 a.yaml: project: key missing\n  hint: Add 'project'."),
        (GOOD + b"kubernetes: 1.37\n", "SC102 a.yaml: kubernetes: is not text\n"
         "  hint: Put it in quotes."),
        (GOOD + b"stacks: dev\n", "SC102 a.yaml: stacks: is not a list"),
        (GOOD + b"choices: {a: {b: c}}\n", "SC102 a.yaml: choices.a: is not an answer\n"
         "  hint: Write one option, a list of options, or null."),
        (b"project: a/b\nplatform: kind\n",
         "SC102 a.yaml: project: 'a/b' is not lower-case letters, digits and single hyphens,"
         " a letter first\n  hint: Use a name such as 'a-b'."),
        (b"project: " + b"a" * 300 + b"\nplatform: kind\n",
         "SC102 a.yaml: project: 'aaaaaaaaaaaaaaaaaaaa\u2026' has 300 characters, 50 are allowed\n"
         f"  hint: Use a name such as '{'a' * 50}'."),
        (b"project: acme\nplatform: kin\n",
         "SC102 a.yaml: platform: 'kin' is none of eks, gke, aks, bare-metal, kind\n"
         "  hint: Did you mean 'kind'?"),
        (GOOD + b"stacks: []\n", "SC102 a.yaml: stacks: no stack is named\n"
         "  hint: Write them as a list: [dev, production]."),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused(content: bytes, text: str | None) -> None:
    found = refused(content)
    assert len(found) == 1
    assert found[0].startswith("SC101") if text is None else found[0] == text


def test_every_fault_of_a_file_is_told_at_once() -> None:
    found = refused(b"projet: x\nplatform: 3\nstacks: dev\nchoices: []\n")
    assert [line.split(":")[1].strip() for line in found] == [
        "projet",
        "project",
        "platform",
        "stacks",
        "choices",
    ]


def rows(tmp_path: Path) -> object:
    config = [
        {"key": "replicas", "type": "integer", "description": "Pods", "default": 2},
        {"key": "password", "type": "string", "description": "P", "secret": True},
    ]
    return catalogue(tmp_path, {"ingress": {"traefik": {"config": config}, "nginx": {}}})


def test_set_answers_rows_the_frame_and_settings(tmp_path: Path) -> None:
    sets = ["ingress=nginx,traefik", "platform=eks", "stacks=a,b", "replicas=3"]
    said = override(Answers(project="acme", platform="kind"), sets, rows(tmp_path))  # type: ignore[arg-type]
    assert said.choices == {"ingress": ("nginx", "traefik")}
    assert (said.platform, said.stacks, said.settings) == ("eks", ("a", "b"), {"replicas": 3})


def test_null_leaves_a_row_out_and_the_last_one_wins(tmp_path: Path) -> None:
    sets = ["ingress=nginx", "ingress=null"]
    said = override(Answers(project="acme", platform="kind"), sets, rows(tmp_path))  # type: ignore[arg-type]
    assert said.choices == {"ingress": ()}


def test_every_bad_set_is_told_at_once(tmp_path: Path) -> None:
    sets = ["ingres=nginx", "traefik", "replicas=many", "password=x", "platform=azure"]
    with pytest.raises(AnswersError) as error:
        override(Answers(project="acme", platform="kind"), sets, rows(tmp_path))  # type: ignore[arg-type]
    assert [str(p) for p in error.value.problems] == [
        "SC106 --set ingres: no such row or setting\n  hint: Did you mean 'ingress'?",
        "SC106 --set traefik: has no '='\n"
        "  hint: Write ROW=OPTION, such as --set ingress-controller=traefik.",
        "SC106 --set replicas: 'many' is not of type integer",
        "SC106 --set password: is a secret\n  hint: Run pulumi config set --secret password later.",
        "SC102 platform: 'azure' is none of eks, gke, aks, bare-metal, kind",
    ]
