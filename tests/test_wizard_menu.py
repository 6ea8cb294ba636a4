"""Why an option cannot be picked: what it needs was passed by."""

from msgspec.structs import replace

from scaffold.model.answers import Answers
from scaffold.model.blueprint import Catalogue, Row
from scaffold.wizard import menu
from tests.wizard.rows import CRDS, DNS, INGRESS, SMALL, option, row

PROXIES = replace(
    INGRESS,
    options=(
        *INGRESS.options,
        option("ingress-controller", "kong", "Kong", provides={"plug-ins": {}}),
    ),
)
ASKED = option("api-gateway", "kong-gateway", "Kong Gateway", requires=("plug-ins",))
GATEWAYS = row("api-gateway", "API Gateway", 4, ASKED, *SMALL.rows[3].options)


def why_not(row_: Row, **choices: tuple[str, ...]) -> str:
    """The reason beside the first option of a row."""
    catalogue = Catalogue(rows=(PROXIES, row_, DNS, CRDS))
    said = {name.replace("_", "-"): chosen for name, chosen in choices.items()}
    answers = Answers(project="acme", platform="kind", choices=said)
    return menu.reasons(catalogue, answers, row_)[row_.options[0].id]


def test_what_only_an_earlier_answer_brings_is_named_where_it_was_not_given() -> None:
    assert why_not(GATEWAYS, ingress_controller=("traefik",)) == "needs Kong"
    assert why_not(GATEWAYS, ingress_controller=("kong",)) == ""
    assert why_not(GATEWAYS) == ""


def test_what_a_later_row_can_still_bring_bars_nothing() -> None:
    envoy = replace(GATEWAYS, options=GATEWAYS.options[1:])
    assert why_not(envoy, ingress_controller=("traefik",)) == ""
    assert why_not(envoy, gateway_api=()) == "needs Upstream or Preinstalled"


def test_where_many_bring_it_their_row_is_named() -> None:
    three = tuple(option("dns", name, name, provides={"names": {}}) for name in ("a", "b", "c"))
    wants = option("api-gateway", "named", "Named", requires=("names",))
    gateways = replace(GATEWAYS, options=(wants,))
    catalogue = Catalogue(rows=(replace(DNS, options=three), gateways))
    answers = Answers(project="acme", platform="kind", choices={"dns": ()})
    assert menu.reasons(catalogue, answers, gateways) == {"named": "needs an option of DNS records"}


def test_what_nothing_brings_on_this_platform_is_named_itself() -> None:
    wants = option("api-gateway", "named", "Named", requires=("names",))
    gateways = replace(GATEWAYS, options=(wants,))
    answers = Answers(project="acme", platform="kind")
    found = menu.reasons(Catalogue(rows=(gateways,)), answers, gateways)
    assert found == {"named": "needs names"}
