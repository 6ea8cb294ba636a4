"""What the Ingresses of all options have in common, whichever controller serves them."""

import pytest

from scaffold.constraints import complete, problems, resolve
from scaffold.data import folder
from scaffold.render import render
from tests.alerts import REAL, own
from tests.selections import choosable, smallest

ISSUER = b"cert-manager.io/cluster-issuer"
IN_PLACE = b"acme.cert-manager.io/http01-edit-in-place"
"""The annotation that puts a challenge into the Ingress itself."""
CONTROLLERS = [b for b in choosable(REAL) if "ingress-class" in b.provides]
WAYS = ("own", "in-place", "none")


def asking() -> list[str]:
    """The options whose files name an issuer on an Ingress."""
    files = {b.ref: b.folder.rglob("*.j2") for b in choosable(REAL)}
    return [
        ref
        for ref, paths in files.items()
        if any(ISSUER in p.read_bytes() for p in paths if "docs" not in p.parts)
    ]


def test_every_controller_says_where_a_challenge_goes() -> None:
    said = {b.provides["ingress-class"]["challenge"] for b in CONTROLLERS}
    assert said == set(WAYS)


@pytest.mark.parametrize("ref", asking())
@pytest.mark.parametrize("way", WAYS)
def test_an_ingress_takes_the_challenge_where_its_host_has_one_ingress_only(
    ref: str, way: str
) -> None:
    served = [b.ref for b in CONTROLLERS if b.provides["ingress-class"]["challenge"] == way]
    for controller in served:
        answers = smallest(REAL, ref, controller, "certificates/cert-manager")
        if problems(REAL, complete(REAL, answers)):
            continue  # a platform that the controller is not for
        tree = render(resolve(REAL, answers), folder("templates"))
        text = b"".join(
            content for path, content in own(ref, tree) if path.parts[0] in ("components", "values")
        )
        assert text.count(ISSUER) > 0
        assert text.count(IN_PLACE) == (text.count(ISSUER) if way == "in-place" else 0)
