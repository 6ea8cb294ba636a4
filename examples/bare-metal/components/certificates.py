"""Certificates.

cert-manager. Issues and renews TLS certificates for ingress, webhooks and the mesh. https://cert-manager.io/
trust-manager. Spreads certificate authorities to every namespace as a ConfigMap. https://cert-manager.io/docs/trust/trust-manager/
"""

from typing import ClassVar

from components import certificates_cert_manager, certificates_trust_manager
from components.helm import Chart, Row


class Certificates(Row):
    """Certificates: cert-manager, trust-manager."""

    charts = (
        Chart(
            name="cert-manager",
            chart="cert-manager",
            version="v1.21.1",
            namespace="cert-manager",
            pod_security="restricted",
            wait_seconds=600,
        ),
        Chart(
            name="trust-manager",
            chart="trust-manager",
            version="v0.24.0",
            namespace="cert-manager",
            pod_security="restricted",
            wait_seconds=600,
            waits_for=("cert-manager",),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "certificates": "cert-manager",
        "cluster-issuer": "issuer",
        "trust-bundles": "trust-manager",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        certificates_cert_manager.add(self)
        certificates_trust_manager.add(self)
