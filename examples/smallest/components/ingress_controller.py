"""Ingress controller.

Traefik. Routes Ingress and Gateway API traffic, ends TLS; no admission webhook. https://doc.traefik.io/traefik/
"""

from typing import ClassVar

from components import ingress_controller_traefik
from components.helm import Chart, Row
from components.settings import Setting


class IngressController(Row):
    """Ingress controller: Traefik."""

    charts = (
        Chart(
            name="traefik",
            chart="traefik",
            version="41.3.0",
            namespace="traefik",
            pod_security="restricted",
            waits_for=("traefik-crds",),
            settings=(
                Setting(
                    key="ingressMinReplicas",
                    path=("autoscaling", "minReplicas"),
                    type="integer",
                ),
                Setting(
                    key="ingressMaxReplicas",
                    path=("autoscaling", "maxReplicas"),
                    type="integer",
                ),
                Setting(
                    key="ingressLoadBalancerAnnotations",
                    path=("service", "annotations"),
                    type="object",
                ),
            ),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "ingress-class": "traefik",
        "http-challenge": "traefik",
        "gateway-class": "traefik",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        ingress_controller_traefik.add(self)
