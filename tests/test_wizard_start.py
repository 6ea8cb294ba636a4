"""What a run begins with: a repository, the command line, a draft, an answers file."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scaffold.constraints import complete
from scaffold.model.answers import Answers
from scaffold.wizard import Result, Start, Stopped, draft, run
from scaffold.wizard.ask import bad_file
from scaffold.wizard.menu import NONE
from scaffold.wizard.question import BACK, QUIT
from tests.wizard.rows import SMALL
from tests.wizard.script import FRAME, Script

STORED = complete(
    SMALL,
    Answers(
        project="acme",
        platform="eks",
        choices={"ingress-controller": ("haproxy",), "service-mesh": (), "dns": ()},
        settings={"replicas": 2},
    ),
)


@pytest.fixture
def target(tmp_path: Path) -> str:
    return str(tmp_path / "acme")


def course(target: str, *replies: tuple[str, Any], **more: Any) -> tuple[Result, Script]:
    io = Script(list(replies))
    result = run(SMALL, Start(target=target, project="acme", **more), io)
    assert not io.replies
    return result, io


def test_a_repository_opens_at_its_review(target: str) -> None:
    result, _ = course(target, ("Review", "= write"), answers=STORED, reviewing=True)
    assert result.answers == STORED


def test_changed_is_against_the_repository(target: str) -> None:
    edit = (("Review", "ingress-controller"), ("Ingress controller", "traefik"))
    leave = ("Review", "= leave")
    _, io = course(target, *edit, leave, answers=STORED, reviewing=True)
    assert io.line("Review", "ingress-controller").answer == "Traefik (changed)"
    assert io.line("Review", "service-mesh").answer == "none"


def test_a_row_that_others_want_follows_them_in_a_repository_too(target: str) -> None:
    edit = (("Review", "api-gateway"), ("API Gateway", "envoy"), ("Review", "= write"))
    result, _ = course(target, *edit, answers=STORED, reviewing=True)
    assert result.answers.choices["gateway-api"] == ("upstream",)


def test_back_from_the_review_of_a_repository_stays_there(target: str) -> None:
    replies = (("Review", BACK), ("Review", "= leave"))
    result, _ = course(target, *replies, answers=STORED, reviewing=True)
    assert result.outcome == "quit"


def test_what_the_command_line_says_is_not_asked(target: str) -> None:
    known = Answers(project="acme", platform="eks", choices={"service-mesh": ()})
    given = frozenset({"platform", "service-mesh"})
    frame = [reply for reply in FRAME if reply[0] != "Platform"]
    rows = (("[1/3]", ""), ("[2/3] Shared storage", ""), ("[3/3] API Gateway", ""))
    done = (*frame, ("Start from", "rows"), *rows, ("Review", "= write"))
    result, _ = course(target, *done, answers=known, given=given)
    assert result.answers.platform == "eks"
    assert result.answers.choices["service-mesh"] == ()
    assert result.answers.choices["shared-storage"] == ("ebs",)


def test_what_is_known_but_not_said_is_offered(target: str) -> None:
    known = Answers(project="shop", platform="kind", kubernetes="1.35", stacks=("one",))
    result, _ = course(target, *FRAME, ("Start from", ""), ("Review", "= write"), answers=known)
    assert replace(result.answers, choices={}) == known


def test_a_draft_resumes_at_the_first_open_question(target: str) -> None:
    with pytest.raises(Stopped):
        rows = (("Start from", "rows"), ("[1/4]", "haproxy"), ("[2/4]", KeyboardInterrupt()))
        course(target, *FRAME, *rows)
    result, io = course(target, ("[2/4]", BACK), ("[1/4]", QUIT))
    assert io.told == ["Resuming your unfinished answers (6 of 9)."]
    assert result.answers.choices["ingress-controller"] == ("haproxy",)


def test_fresh_forgets_the_draft(target: str) -> None:
    draft.save(target, {"project": "other"})
    result, io = course(target, ("Project name", QUIT), fresh=True)
    assert result.answers.project == "acme"
    assert io.told == []
    assert draft.load(target) == {}


def test_what_the_catalogue_lost_is_dropped_with_a_sentence(target: str) -> None:
    said = {"project": "acme", "ingress-controller": ("old",), "moon": (), "service-mesh": ()}
    draft.save(target, said)
    result, io = course(target, ("Platform", QUIT))
    assert "! Ingress controller: there is no 'old' any more; dropped." in io.told
    assert "! There is no row 'moon' any more; dropped." in io.told
    assert result.answers.choices["service-mesh"] == ()


def test_what_was_retired_since_is_told_in_the_review_and_not_dropped(target: str) -> None:
    old = replace(STORED, choices={**STORED.choices, "ingress-controller": ("ingress-nginx",)})
    fix = (("Review", ""), ("Ingress controller", ""), ("Review", "= write"))
    result, io = course(target, *fix, answers=old, reviewing=True)
    menu = io.asked[0]
    answer = next(x.answer for x in menu.lines if x.value == "ingress-controller")  # type: ignore[union-attr]
    assert answer == "! NGINX (ingress-nginx): retired 2026-03-24; use traefik"
    assert result.answers.choices["ingress-controller"] == ("traefik",)


FILE = b"""project: theirs
platform: kind
kubernetes: "1.35"
choices: {ingress-controller: haproxy, service-mesh: null, moon: null}
"""


def test_an_answers_file_replaces_all_but_the_name(target: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_bytes(FILE)
    replies = (("Start from", "file"), ("Answers file", str(path)), ("Review", "= write"))
    result, io = course(target, *FRAME, *replies)
    assert result.answers.project == "acme"
    assert result.answers.platform == "kind"
    assert result.answers.kubernetes == "1.35"
    assert result.answers.choices["ingress-controller"] == ("haproxy",)
    assert result.answers.choices["service-mesh"] == ()
    assert "! There is no row 'moon' any more; dropped." in io.told


def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    assert bad_file(str(path)) == f"'{path}' cannot be read: no such file or directory"
    path.write_bytes(b"project: x")
    assert bad_file(str(path)) == f"{path}: platform: key missing"


def test_recommended_after_row_by_row_forgets_the_rows(target: str) -> None:
    there = (("Start from", "rows"), ("[1/4]", "haproxy"), ("[2/4]", BACK), ("[1/4]", BACK))
    back = (("Start from", "recommended"), ("Review", "= write"))
    result, _ = course(target, *FRAME, *there, *back)
    assert result.answers.choices["ingress-controller"] == ("traefik",)


def test_a_platform_changed_in_the_review_changes_what_is_recommended(target: str) -> None:
    edit = (("Start from", ""), ("Review", "platform"), ("Platform", "eks"), ("Review", "= write"))
    result, _ = course(target, *FRAME, *edit)
    assert result.answers.choices["shared-storage"] == ("ebs",)


def test_a_row_left_out_is_none(target: str) -> None:
    edit = (("Review", "shared-storage"), ("Shared storage", ()), ("Review", "service-mesh"))
    last = (("Service mesh", NONE), ("Review", "= write"))
    result, io = course(target, *FRAME, ("Start from", ""), *edit, *last)
    assert result.answers.choices["shared-storage"] == ()
    assert io.line("Review", "shared-storage").answer == "none (changed)"
