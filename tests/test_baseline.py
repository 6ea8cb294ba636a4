"""The default-deny leaves open what chosen options say that others call."""

import re

import pytest

from scaffold.constraints import resolve
from scaffold.data import folder
from scaffold.render import render
from tests.alerts import REAL, own
from tests.selections import choosable, smallest

BASELINE = "network-policies/baseline"
OPENED = ("operator-webhook", "node-log-input")
"""Capabilities whose port everybody may call."""


def policies(ref: str) -> str:
    """The component of the default-deny beside an option."""
    tree = render(resolve(REAL, smallest(REAL, BASELINE, ref)), folder("templates"))
    (text,) = [c.decode() for p, c in own(BASELINE, tree) if p.parts[0] == "components"]
    return text


def providers(*capabilities: str) -> list[tuple[str, str]]:
    """Options, and the capability of these that each provides."""
    return [(b.ref, c) for b in choosable(REAL) for c in capabilities if c in b.provides]


@pytest.mark.parametrize(("ref", "capability"), providers(*OPENED))
def test_a_port_that_nodes_or_the_api_server_call_is_open(ref: str, capability: str) -> None:
    option = REAL.find(ref)
    assert option
    port = option.provides[capability]["port"]
    assert f"ports = [*ports, {port}]" in policies(ref)


@pytest.mark.parametrize(("ref", "capability"), providers("application-receiver"))
def test_a_namespace_to_which_applications_send_is_open(ref: str, capability: str) -> None:
    option = REAL.find(ref)
    assert option
    name = option.provides[capability]["namespace"]
    listed = re.findall(r"(OPEN|CLOSED): list\[str\] = \[([^\]]*)\]", policies(ref))
    assert {where for where, names in listed if f'"{name}"' in names} == {"OPEN"}


def test_nothing_more_is_open_beside_an_option_that_says_nothing() -> None:
    assert "[*ports" not in policies("monitoring/prometheus")
    assert {c for _, c in providers(*OPENED)} == set(OPENED)
