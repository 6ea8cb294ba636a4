"""Autoscaling.

metrics-server. Measures CPU and memory of pods, for autoscalers and kubectl top. https://kubernetes-sigs.github.io/metrics-server/
"""

from components import autoscaling_metrics_server
from components.helm import Chart, Row


class Autoscaling(Row):
    """Autoscaling: metrics-server."""

    charts = (
        Chart(
            name="metrics-server",
            chart="metrics-server",
            version="3.13.1",
            namespace="kube-system",
            pod_security="restricted",
            wait_seconds=600,
        ),
    )

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        autoscaling_metrics_server.add(self)
