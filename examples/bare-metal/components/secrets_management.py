"""Secrets management.

Sealed Secrets. Decrypts in the cluster what was sealed in Git for it alone. https://github.com/bitnami/sealed-secrets
"""

from components.helm import Chart, Row


class SecretsManagement(Row):
    """Secrets management: Sealed Secrets."""

    charts = (
        Chart(
            name="sealed-secrets",
            chart="sealed-secrets",
            version="2.19.1",
            namespace="kube-system",
            pod_security="restricted",
            wait_seconds=600,
            waits_for=("sealed-secrets-crds",),
        ),
    )
