"""Secrets management.

External Secrets. Copies secrets from a store outside into the cluster and keeps them fresh. https://external-secrets.io/
"""

from typing import ClassVar

from components import secrets_management_external_secrets
from components.helm import Chart, Row
from components.settings import Setting


class SecretsManagement(Row):
    """Secrets management: External Secrets."""

    charts = (
        Chart(
            name="external-secrets",
            chart="external-secrets",
            version="2.9.0",
            namespace="external-secrets",
            pod_security="restricted",
            settings=(
                Setting(
                    key="secretStoreAnnotations",
                    path=("serviceAccount", "annotations"),
                    type="object",
                ),
            ),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "secret-store": "external-secrets",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        secrets_management_external_secrets.add(self)
