"""The store that every namespace may read from, and alerts on secrets that are not copied."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "ExternalSecretNotReady",
        'externalsecret_status_condition{condition="Ready", status="False"} == 1',
        "15m",
        "warning",
        "ExternalSecret {{ $labels.exported_namespace }}/{{ $labels.name }} is not copied.",
    ),
)


def add(row: Row) -> None:
    """The ClusterSecretStore, where the stack's configuration names a provider."""
    provider = pulumi.Config().get_object("secretStoreProvider")
    if provider:
        CustomResource(
            "platform-secret-store",
            api_version="external-secrets.io/v1",
            kind="ClusterSecretStore",
            metadata={"name": "platform"},
            spec={"provider": provider},
            opts=row.child(row.parts["external-secrets"]),
        )
    page = "docs/secrets-management/external-secrets.md"
    alerts = Alerts("external-secrets", "external-secrets", page, RULES)
    alerts.add(row, row.parts["external-secrets"])
