"""What the Ingresses of all options have in common, whichever controller serves them."""

import re

import pytest

from scaffold.constraints import complete, problems, resolve
from scaffold.data import folder
from scaffold.render import render
from tests.alerts import REAL, own
from tests.selections import choosable, smallest

ASKS = b"templates/_ingress.j2"
"""What a template reads whose Ingress names an issuer."""
ISSUER = b"cert-manager.io/cluster-issuer"
IN_PLACE = b"acme.cert-manager.io/http01-edit-in-place"
"""The annotation that puts a challenge into the Ingress itself."""
CONTROLLERS = [b for b in choosable(REAL) if "ingress-class" in b.provides]
WAYS = ("own", "in-place", "none")


def asking() -> list[str]:
    """The options whose files name an issuer on an Ingress."""
    files = {b.ref: b.folder.rglob("*.j2") for b in choosable(REAL)}
    return [ref for ref, paths in files.items() if any(ASKS in p.read_bytes() for p in paths)]


def test_every_controller_says_where_a_challenge_goes() -> None:
    said = {b.provides["ingress-class"]["challenge"] for b in CONTROLLERS}
    assert said == set(WAYS)


def code(ref: str, *others: str) -> bytes | None:
    """Components and values of the option beside the others; None where they do not go together."""
    answers = smallest(REAL, *dict.fromkeys((ref, "certificates/cert-manager", *others)))
    if problems(REAL, complete(REAL, answers)):
        return None  # a platform that the controller is not for
    tree = render(resolve(REAL, answers), folder("templates"))
    return b"".join(
        content for path, content in own(ref, tree) if path.parts[0] in ("components", "values")
    )


@pytest.mark.parametrize("ref", asking())
@pytest.mark.parametrize("way", WAYS)
def test_an_ingress_asks_for_a_certificate_in_the_way_that_its_controller_answers_challenges(
    ref: str, way: str
) -> None:
    served = [b.ref for b in CONTROLLERS if b.provides["ingress-class"]["challenge"] == way]
    for controller in served:
        text = code(ref, controller)
        if text is None:
            continue
        assert (text.count(ISSUER) > 0) == (way != "none")
        assert text.count(IN_PLACE) == (text.count(ISSUER) if way == "in-place" else 0)


@pytest.mark.parametrize("ref", asking())
def test_what_a_controller_asks_of_every_page_stands_on_its_ingress(ref: str) -> None:
    picky = [b for b in CONTROLLERS if "annotation" in b.provides["ingress-class"]]
    assert picky
    for controller in picky:
        text = code(ref, controller.ref)
        name = controller.provides["ingress-class"]["annotation"].partition(":")[0]
        assert text is None or name.encode() in text


@pytest.mark.parametrize(
    "ref", [b.ref for b in choosable(REAL) if "challenge-gateway" in b.provides]
)
def test_a_name_that_points_to_a_gateway_is_proved_through_it(ref: str) -> None:
    """The address of an Ingress is another one: there a challenge of this name is never seen."""
    controller = next(b for b in CONTROLLERS if b.provides["ingress-class"]["challenge"] == "own")
    asked = code(ref)
    assert asked is not None
    assert b'"challenge-gateway": "public"' in asked
    for others in ((ref,), (ref, controller.ref)):
        answer = code("certificates/cert-manager", *others)
        assert answer is not None
        assert b'"gatewayHTTPRoute": {"parentRefs": [GATEWAY]}' in answer
        assert (b'"matchLabels": {"challenge-gateway"' in answer) == (controller.ref in others)
        assert (b'"ingressClassName"' in answer) == (controller.ref in others)


MAKE = re.compile(r"make\s+the\s+Secret\s+`([a-z0-9-]+-tls)`\s+\(`tls.crt`,\s+`tls.key`\)\s+in")

FIXED = ("deployment-pipeline/argo-cd",)
"""Their chart gives the Secret its name, so none of our files does."""


@pytest.mark.parametrize("ref", asking())
def test_a_page_says_who_makes_the_certificate_where_no_issuer_is_chosen(ref: str) -> None:
    answers = smallest(REAL, *dict.fromkeys((ref, "ingress-controller/haproxy")))
    tree = render(resolve(REAL, answers), folder("templates"))
    texts = {str(path): file.content.decode() for path, file in tree.items()}
    named = MAKE.findall(texts[f"docs/{ref}.md"])
    assert len(named) == 1
    used = [t for path, t in texts.items() if path.startswith(("components/", "values/"))]
    assert any(named[0] in text for text in used) or ref in FIXED
    assert "at the ingress controller" in texts[f"docs/{ref}.md"]
