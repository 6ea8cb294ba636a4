"""The issuer that web pages name, and alerts on certificates."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components.helm import Row

READY = 'certmanager_certificate_ready_status{condition!="True"} == 1'
EXPIRY = "certmanager_certificate_expiration_timestamp_seconds - time() < 7 * 86400"


def add(row: Row) -> None:
    """An ACME issuer; it proves the ownership of a name by answering over HTTP."""
    config = pulumi.Config()
    spec = {
        "acme": {
            "server": config.require("acmeServer"),
            "email": config.get("acmeEmail") or "",
            "privateKeySecretRef": {"name": "platform-acme-account"},
            "solvers": [
                {"http01": {"ingress": {"ingressClassName": "traefik"}}},
            ],
        },
    }
    row.parts["issuer"] = CustomResource(
        "platform-issuer",
        api_version="cert-manager.io/v1",
        kind="ClusterIssuer",
        metadata={"name": "platform"},
        spec=spec,
        opts=row.child(row.parts["cert-manager"]),
    )
    CustomResource(
        "cert-manager-alerts",
        api_version="monitoring.coreos.com/v1",
        kind="PrometheusRule",
        metadata={"name": "cert-manager", "namespace": "cert-manager"},
        spec={
            "groups": [
                {
                    "name": "cert-manager",
                    "rules": [
                        _alert("CertificateNotReady", READY, "15m", "is not ready"),
                        _alert("CertificateExpiresSoon", EXPIRY, "1h", "expires within a week"),
                    ],
                },
            ],
        },
        opts=row.child(row.parts["cert-manager"]),
    )


def _alert(name: str, expression: str, lasting: str, what: str) -> dict[str, object]:
    """One rule about the certificate that the series names."""
    certificate = "{{ $labels.exported_namespace }}/{{ $labels.name }}"
    return {
        "alert": name,
        "expr": expression,
        "for": lasting,
        "labels": {"severity": "warning"},
        "annotations": {
            "summary": f"Certificate {certificate} {what}.",
            "runbook": "docs/certificates/cert-manager.md",
        },
    }
