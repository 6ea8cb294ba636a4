"""Ingress controller.

HAProxy. Routes Ingress traffic with HAProxy; from HAProxy Technologies. https://www.haproxy.com/documentation/kubernetes-ingress/
"""

from typing import ClassVar

from components import ingress_controller_haproxy
from components.helm import Chart, Row
from components.settings import Setting


class IngressController(Row):
    """Ingress controller: HAProxy."""

    charts = (
        Chart(
            name="haproxy-kubernetes-ingress",
            chart="kubernetes-ingress",
            version="1.52.1",
            namespace="haproxy-controller",
            pod_security="restricted",
            wait_seconds=600,
            settings=(
                Setting(
                    key="ingressMinReplicas",
                    path=("controller", "autoscaling", "minReplicas"),
                    type="integer",
                ),
                Setting(
                    key="ingressMaxReplicas",
                    path=("controller", "autoscaling", "maxReplicas"),
                    type="integer",
                ),
                Setting(
                    key="ingressLoadBalancerAnnotations",
                    path=("controller", "service", "annotations"),
                    type="object",
                ),
            ),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "ingress-class": "haproxy-kubernetes-ingress",
        "http-challenge": "haproxy-kubernetes-ingress",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        ingress_controller_haproxy.add(self)
