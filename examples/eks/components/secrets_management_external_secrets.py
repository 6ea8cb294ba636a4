"""The store that every namespace may read from, and alerts on secrets that are not copied."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components.helm import Row

FAILED = 'externalsecret_status_condition{condition="Ready", status="False"} == 1'


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
    CustomResource(
        "external-secrets-alerts",
        api_version="monitoring.coreos.com/v1",
        kind="PrometheusRule",
        metadata={"name": "external-secrets", "namespace": "external-secrets"},
        spec={
            "groups": [
                {
                    "name": "external-secrets",
                    "rules": [
                        {
                            "alert": "ExternalSecretNotReady",
                            "expr": FAILED,
                            "for": "15m",
                            "labels": {"severity": "warning"},
                            "annotations": {
                                "summary": (
                                    "ExternalSecret {{ $labels.exported_namespace }}/"
                                    "{{ $labels.name }} is not copied."
                                ),
                                "runbook": "docs/secrets-management/external-secrets.md",
                            },
                        },
                    ],
                },
            ],
        },
        opts=row.child(row.parts["external-secrets"]),
    )
