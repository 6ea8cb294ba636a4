"""Releases that install nothing but CRDs: they go first, and Helm keeps what is marked so."""

from typing import ClassVar

from components.helm import Chart, Row


class Crds(Row):
    """Every kind that the rows bring to the cluster, where their charts do not bring it themselves."""

    charts = (
        Chart(
            name="sealed-secrets-crds",
            chart="sealed-secrets-crds",
            version="2.19.1",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="traefik-crds",
            chart="traefik-crds",
            version="41.3.0",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="gateway-api-crds",
            chart="gateway-api-crds",
            version="1.6.1",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="gateway-api-crds-policies",
            chart="gateway-api-crds-policies",
            version="1.6.1",
            namespace="platform-crds",
            packed=True,
            waits_for=("gateway-api-crds",),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "gateway-api": "gateway-api-crds",
    }
