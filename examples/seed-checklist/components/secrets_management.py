"""Secrets management.

HashiCorp Vault. Stores secrets and gives them out; an operator copies them into the cluster. https://developer.hashicorp.com/vault
"""

from components import secrets_management_vault
from components.helm import Chart, Row
from components.settings import Setting


class SecretsManagement(Row):
    """Secrets management: HashiCorp Vault."""

    charts = (
        Chart(
            name="vault",
            chart="vault",
            version="0.34.1",
            namespace="vault",
            pod_security="restricted",
            wait_seconds=600,
            keeps_data=True,
            waits_for=("vault-secrets-operator-crds",),
            settings=(
                Setting(
                    key="vaultSealEnvironment",
                    path=("server", "extraEnvironmentVars"),
                    type="object",
                ),
                Setting(
                    key="vaultServiceAccountAnnotations",
                    path=("server", "serviceAccount", "annotations"),
                    type="object",
                ),
            ),
        ),
        Chart(
            name="vault-secrets-operator",
            chart="vault-secrets-operator",
            version="1.4.1",
            namespace="vault-secrets-operator-system",
            pod_security="restricted",
            wait_seconds=600,
            waits_for=("vault-secrets-operator-crds",),
        ),
    )

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        secrets_management_vault.add(self)
