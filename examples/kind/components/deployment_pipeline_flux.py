"""Alerts on what Flux could not bring into the cluster."""

from pulumi_kubernetes.apiextensions import CustomResource

from components.helm import Row

FAILED = 'flux_resource_info{ready="False", suspended!="True"}'
"""Published by the operator: one series for each object of Flux, with its state as labels."""


def add(row: Row) -> None:
    """Fifteen minutes: a sync may fail once and succeed a minute later."""
    CustomResource(
        "flux-alerts",
        api_version="monitoring.coreos.com/v1",
        kind="PrometheusRule",
        metadata={"name": "flux", "namespace": "flux-system"},
        spec={
            "groups": [
                {
                    "name": "flux",
                    "rules": [
                        {
                            "alert": "FluxResourceFailed",
                            "expr": FAILED,
                            "for": "15m",
                            "labels": {"severity": "warning"},
                            "annotations": {
                                "summary": "{{ $labels.kind }} {{ $labels.name }} is not ready.",
                                "runbook": "docs/deployment-pipeline/flux.md",
                            },
                        },
                    ],
                },
            ],
        },
        opts=row.child(row.parts["flux-operator"]),
    )
