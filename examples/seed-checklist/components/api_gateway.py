"""API Gateway.

Roll your own (Envoy Gateway). Checks callers and limits requests with Envoy, on the Gateway API. https://gateway.envoyproxy.io/
"""

from typing import ClassVar

from components import api_gateway_roll_your_own
from components.helm import Chart, Row


class ApiGateway(Row):
    """API Gateway: Roll your own (Envoy Gateway)."""

    charts = (
        Chart(
            name="eg",
            chart="gateway-helm",
            version="v1.9.0",
            namespace="envoy-gateway-system",
            pod_security="restricted",
            wait_seconds=600,
            waits_for=("envoy-gateway-crds-1", "envoy-gateway-crds-2"),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "gateway-class": "gateway-class",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        api_gateway_roll_your_own.add(self)
