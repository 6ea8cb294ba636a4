"""What outlives a run: the draft, and the line that gives the same answers again."""

import json
import shlex
import stat
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scaffold.answers import override
from scaffold.constraints import complete
from scaffold.model.answers import Answers
from scaffold.model.release import Setting
from scaffold.wizard import draft, reproduction
from scaffold.wizard.value import bad_value, text_of, value_of
from tests.wizard.rows import SMALL

BARE = Answers(project="acme", platform="bare-metal")


def test_a_draft_comes_back_as_it_was(tmp_path: Path) -> None:
    said = {"project": "é", "stacks": ("a", "b"), "dns": (), "settings.ports": [1, 2]}
    assert draft.save(tmp_path, said)
    assert draft.load(tmp_path) == said


def test_a_draft_is_for_one_target(tmp_path: Path) -> None:
    draft.save(tmp_path / "a", {"project": "a"})
    assert draft.load(tmp_path / "b") == {}
    assert draft.load(tmp_path / "b" / ".." / "a") == {"project": "a"}


def test_a_draft_is_for_its_owner_alone(tmp_path: Path) -> None:
    draft.save(tmp_path, {"project": "a"})
    assert stat.S_IMODE(draft.path(tmp_path).stat().st_mode) == 0o600


def test_a_draft_leaves_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    draft.save("x", {"project": "a"})
    draft.save("x", {"project": "b"})
    assert [p.name for p in (tmp_path / "scaffold").iterdir()] == [draft.path("x").name]
    draft.delete("x")
    assert list((tmp_path / "scaffold").iterdir()) == []


def test_a_draft_without_a_place_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert not draft.save("x", {"project": "a"})
    assert draft.load("x") == {}
    draft.delete("x")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": 1}', '{"schema": 9, "said": {}}'])
def test_a_damaged_draft_is_no_draft(tmp_path: Path, content: str) -> None:
    draft.save(tmp_path, {"project": "a"})
    draft.path(tmp_path).write_text(content)
    assert draft.load(tmp_path) == {}


def test_the_line_says_what_differs_from_the_recommended() -> None:
    choices = {"ingress-controller": ("haproxy",), "service-mesh": (), "shared-storage": ("ebs",)}
    answers = Answers(project="acme", platform="eks", choices=choices)
    assert reproduction(SMALL, "acme", answers) == (
        "scaffold new acme --set platform=eks --set ingress-controller=haproxy"
        " --set service-mesh=null --yes"
    )


def test_the_line_names_the_project_where_the_folder_does_not() -> None:
    line = reproduction(SMALL, "/tmp/my shop", replace(BARE, project="shop"))
    assert line == (
        "scaffold new '/tmp/my shop' --set project=shop --set platform=bare-metal --yes"
    )


def test_the_line_names_a_row_that_others_want_only_where_it_does_not_follow() -> None:
    wanted = replace(BARE, choices={"api-gateway": ("envoy",)})
    line = "scaffold new acme --set platform=bare-metal --set api-gateway=envoy"
    assert reproduction(SMALL, "acme", wanted) == f"{line} --yes"
    other = {"api-gateway": ("envoy",), "gateway-api": ("preinstalled",)}
    said = reproduction(SMALL, "acme", replace(BARE, choices=other))
    assert said == f"{line} --set gateway-api=preinstalled --yes"


OPTIONS = {
    "ingress-controller": st.sampled_from([("traefik",), ("haproxy",), ("istio",)]),
    "shared-storage": st.sampled_from([(), ("nfs",), ("local-path",), ("ebs", "nfs")]),
    "service-mesh": st.sampled_from([(), ("linkerd",)]),
    "api-gateway": st.sampled_from([(), ("envoy",)]),
    "gateway-api": st.sampled_from([(), ("upstream",), ("preinstalled",)]),
}
ANSWERS = st.builds(
    Answers,
    project=st.sampled_from(["acme", "my-shop"]),
    platform=st.sampled_from(["eks", "bare-metal"]),
    kubernetes=st.sampled_from(["1.37", "1.35"]),
    stacks=st.sampled_from([("dev", "production"), ("one",)]),
    choices=st.fixed_dictionaries({}, optional=OPTIONS),
    settings=st.fixed_dictionaries({}, optional={"domain": st.text("a b'\"$=,é", min_size=1)}),
)


@given(ANSWERS)
def test_the_line_gives_the_same_answers(answers: Answers) -> None:
    answers = replace(answers, settings={k: v.strip() for k, v in answers.settings.items()})
    words = shlex.split(reproduction(SMALL, "acme", answers))
    assert words[:3] == ["scaffold", "new", "acme"]
    sets = [word for flag, word in pairwise(words) if flag == "--set"]
    again = override(BARE, sets, SMALL)
    assert complete(SMALL, again) == complete(SMALL, answers)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "a b", "a b"),
        ("integer", "7", 7),
        ("boolean", "Yes", True),
        ("boolean", "no", False),
        ("array", "a, b", ["a", "b"]),
        ("object", '{"a": 1}', {"a": 1}),
        ("integer", "", ""),
    ],
)
def test_a_setting_is_typed_as_text(kind: str, text: str, value: object) -> None:
    setting = Setting(key="k", type=kind, description="K")  # type: ignore[arg-type]
    assert value_of(setting, text) == value
    assert value_of(setting, text_of(value) if value != "" else "") == value
    assert bad_value(setting, text) == ""


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("integer", "x", "'x' is not a whole number"),
        ("boolean", "maybe", "'maybe' is not yes or no"),
        ("object", "[1]", "'[1]' is not a JSON object"),
    ],
)
def test_a_setting_of_another_type_is_refused(kind: str, text: str, fault: str) -> None:
    setting = Setting(key="k", type=kind, description="K")  # type: ignore[arg-type]
    assert bad_value(setting, text) == fault


def test_importing_the_wizard_draws_nothing_in() -> None:
    script = "import sys, scaffold.wizard, json; json.dump(sorted(sys.modules), sys.stdout)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert not {"questionary", "prompt_toolkit"} & set(json.loads(done.stdout))
