"""Autoscaling.

metrics-server. Measures CPU and memory of pods, for autoscalers and kubectl top. https://kubernetes-sigs.github.io/metrics-server/
"""

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
        ),
    )
