"""Whole courses of the wizard, on a terminal that answers from a list."""

from pathlib import Path
from typing import Any

import pytest

from scaffold.model.answers import Answers
from scaffold.wizard import Result, Start, Stopped, draft, run
from scaffold.wizard.menu import NONE
from scaffold.wizard.question import BACK, QUIT
from tests.wizard.rows import SMALL
from tests.wizard.script import FRAME, Script

RECOMMENDED = {
    "ingress-controller": ("traefik",),
    "shared-storage": ("local-path",),
    "service-mesh": ("linkerd",),
    "api-gateway": (),
    "dns": (),
    "gateway-api": (),
}


@pytest.fixture
def target(tmp_path: Path) -> str:
    return str(tmp_path / "acme")


def course(target: str, *replies: tuple[str, Any], **more: Any) -> tuple[Result, Script]:
    io = Script(list(replies))
    result = run(SMALL, Start(target=target, project="acme", **more), io)
    assert not io.replies
    return result, io


def test_recommended_goes_straight_to_the_review(target: str) -> None:
    result, _ = course(target, *FRAME, ("Start from", ""), ("Review", "= write"))
    assert result.outcome == "write"
    assert result.answers.choices == RECOMMENDED
    assert result.answers.platform == "bare-metal"


def test_rows_come_in_the_order_of_the_checklist_and_are_counted(target: str) -> None:
    result, io = course(
        target,
        *FRAME,
        ("Start from", "rows"),
        ("[1/4] Ingress controller", "haproxy"),
        ("[2/4] Shared storage", ("nfs",)),
        ("[3/4] Service mesh", ""),
        ("[4/4] API Gateway", ""),
        ("Review", "= write"),
    )
    changed = {"ingress-controller": ("haproxy",), "shared-storage": ("nfs",)}
    assert result.answers.choices == RECOMMENDED | changed
    assert "  DNS records: nothing to choose here; left out" in io.told


def test_the_prompt_says_what_was_chosen_so_far_costs(target: str) -> None:
    rows = (("[1/4]", "haproxy"), ("[2/4]", QUIT))
    result, io = course(target, *FRAME, ("Start from", "rows"), *rows)
    assert io.asked[-1].note == "0.1 CPU, 0.5 GiB so far"
    assert result.outcome == "quit"


def test_a_row_that_others_want_follows_them(target: str) -> None:
    replies = (("Start from", ""), ("Review", "api-gateway"), ("API Gateway", "envoy"))
    result, _ = course(target, *FRAME, *replies, ("Review", "= write"))
    assert result.answers.choices["gateway-api"] == ("upstream",)


def test_back_keeps_the_earlier_answer(target: str) -> None:
    _, io = course(
        target,
        *FRAME,
        ("Start from", "rows"),
        ("[1/4]", "haproxy"),
        ("[2/4]", BACK),
        ("[1/4]", BACK),
        ("Start from", "rows"),
        ("[1/4]", QUIT),
    )
    assert io.asked[-1].at == "haproxy"  # type: ignore[union-attr]


def test_back_from_the_first_question_stays_there(target: str) -> None:
    result, _ = course(target, ("Project name", BACK), ("Project name", QUIT))
    assert result.outcome == "quit"


def test_back_from_the_review_leads_to_the_last_question(target: str) -> None:
    replies = (("Start from", ""), ("Review", BACK), ("Start from", QUIT))
    result, _ = course(target, *FRAME, *replies)
    assert result.outcome == "quit"


def test_an_edited_row_leads_back_to_the_review_at_its_line(target: str) -> None:
    replies = (("Start from", ""), ("Review", "service-mesh"), ("Service mesh", BACK))
    _, io = course(target, *FRAME, *replies, ("Review", "= leave"))
    assert io.asked[-1].at == "service-mesh"  # type: ignore[union-attr]


def test_impossible_options_are_greyed_with_the_reason(target: str) -> None:
    rows = (("[1/4]", "istio"), ("[2/4]", ""), ("[3/4]", NONE), ("[4/4]", QUIT))
    _, io = course(target, *FRAME, ("Start from", "rows"), *rows)
    retired = io.line("[1/4]", "ingress-nginx")
    assert retired.barred == "retired 2026-03-24; use traefik"
    assert io.line("[2/4]", "ebs").barred == "only for eks"
    assert io.line("[2/4]", "gone").barred == "not verified upstream"
    rival = io.line("[3/4]", "linkerd")
    assert rival.barred == "Istio gateway is chosen, and a cluster holds one"
    assert io.line("[3/4]", "sidecarless").barred == "wants Kubernetes >=1.40"


def test_no_reason_is_longer_than_sixty_characters(target: str) -> None:
    _, io = course(target, *FRAME, ("Start from", "rows"), ("[1/4]", ""), ("[2/4]", QUIT))
    shown = [x.barred for q in io.asked for x in getattr(q, "lines", ())]
    assert max(map(len, shown)) <= 60


def test_the_recommended_option_is_marked_and_pointed_at(target: str) -> None:
    frame = (FRAME[0], ("Platform", "eks"), *FRAME[2:])
    _, io = course(target, *frame, ("Start from", "rows"), ("[1/4]", ""), ("[2/4]", QUIT))
    assert io.line("[1/4]", "traefik").mark == " (recommended)"
    assert io.line("[2/4]", "ebs").mark == " (recommended for EKS)"
    assert io.asked[-1].marked == ("ebs",)  # type: ignore[union-attr]


def test_what_a_mark_makes_impossible_is_greyed_at_once(target: str) -> None:
    _, io = course(target, *FRAME, ("Start from", "rows"), ("[1/4]", ""), ("[2/4]", QUIT))
    live = io.asked[-1].live  # type: ignore[union-attr]
    assert live(("nfs",))["local-path"] == "not with NFS: both own the node's disk"
    assert live(())["local-path"] == ""


def test_an_answer_that_became_impossible_is_told_and_asked_again(target: str) -> None:
    _, io = course(
        target,
        *FRAME,
        ("Start from", "rows"),
        ("[1/4]", ""),
        ("[2/4]", ""),
        ("[3/4]", "linkerd"),
        ("[4/4]", BACK),
        ("[3/4]", BACK),
        ("[2/4]", BACK),
        ("[1/4]", "istio"),
        ("[2/4]", ""),
        ("[3/4]", QUIT),
    )
    because = "Istio gateway is chosen, and a cluster holds one"
    assert f"! Service mesh: Linkerd is no longer possible ({because}); pick another." in io.told
    assert io.asked[-1].at == NONE  # type: ignore[union-attr]


def test_the_review_does_not_write_what_does_not_fit(target: str) -> None:
    result, io = course(
        target,
        *FRAME,
        ("Start from", ""),
        ("Review", "ingress-controller"),
        ("Ingress controller", "istio"),
        ("Review", ""),
        ("Service mesh", NONE),
        ("Review", "= write"),
    )
    assert result.answers.choices["service-mesh"] == ()
    assert any(text.startswith("! Service mesh: Linkerd is no longer") for text in io.told)


def test_a_fault_stands_on_its_line_and_bars_the_writing(target: str) -> None:
    edits = (("Review", "ingress-controller"), ("Ingress controller", "istio"))
    _, io = course(target, *FRAME, ("Start from", ""), *edits, ("Review", "= leave"))
    line = io.line("Review", "service-mesh")
    assert line.answer == "! Linkerd: Istio gateway is chosen, and a cluster holds one"
    assert io.line("Review", "= write").barred == "mend 1 line marked !"
    assert io.line("Review", "ingress-controller").answer == "Istio gateway (changed)"


def test_settings_without_default_are_asked(target: str) -> None:
    edits = (("Review", "ingress-controller"), ("Ingress controller", "istio"))
    mesh = (("Review", "service-mesh"), ("Service mesh", NONE))
    domain = (("Review", "settings.domain"), ("DNS zone of the web pages", "acme.example"))
    done = (*edits, *mesh, *domain, ("Review", "= write"))
    result, _ = course(target, *FRAME, ("Start from", ""), *done)
    assert result.answers.settings == {"domain": "acme.example"}


def test_a_setting_goes_with_its_option(target: str) -> None:
    rows = (("[1/4]", "istio"), ("[2/4]", ""), ("[3/4]", NONE), ("[4/4]", ""))
    domain = (("DNS zone of the web pages", "acme.example"), ("Review", "ingress-controller"))
    last = (("Ingress controller", "traefik"), ("Review", "= write"))
    result, _ = course(target, *FRAME, ("Start from", "rows"), *rows, *domain, *last)
    assert result.answers.settings == {}


def test_the_plan_is_shown_and_writing_is_confirmed(target: str) -> None:
    replies = (("Review", "= plan"), ("Review", "= write"), ("Write to", "no"))
    again = (("Review", "= write"), ("Write to", "yes"))

    def plan(answers: Answers) -> str:
        return f"{len(answers.refs())} options"

    first = (*FRAME, ("Start from", ""))
    result, io = course(target, *first, *replies, *again, show_plan=plan)
    assert result.outcome == "write"
    assert io.told.count("3 options") == 3


def test_without_a_plan_to_show_the_caller_shows_it(target: str) -> None:
    result, _ = course(target, *FRAME, ("Start from", ""), ("Review", "= plan"))
    assert result.outcome == "plan"


@pytest.mark.parametrize("key", [KeyboardInterrupt(), EOFError()])
def test_leaving_keeps_the_answers(target: str, key: BaseException) -> None:
    with pytest.raises(Stopped) as stopped:
        course(target, ("Project name", "other"), ("Platform", key))
    kept = "Stopped; nothing written. Answers kept; run the same command to resume."
    assert str(stopped.value) == kept
    _, io = course(target, ("Platform", QUIT))
    assert io.told[0] == "Resuming your unfinished answers (1 of 5)."


def test_leaving_before_the_first_answer_keeps_nothing(target: str) -> None:
    with pytest.raises(Stopped, match=r"^Stopped; nothing written\.$"):
        course(target, ("Project name", KeyboardInterrupt()))
    assert draft.load(target) == {}
