"""Service Mesh.

Linkerd. Encrypts and measures traffic between services with small proxies. https://linkerd.io/
"""

from typing import ClassVar

from components import service_mesh_linkerd
from components.helm import Chart, Row


class ServiceMesh(Row):
    """Service Mesh: Linkerd."""

    charts = (
        Chart(
            name="linkerd-control-plane",
            chart="linkerd-control-plane",
            version="2026.6.3",
            namespace="linkerd",
            pod_security="privileged",
            wait_seconds=600,
            waits_for=("linkerd-crds",),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "mesh": "linkerd-control-plane",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        service_mesh_linkerd.add(self)
