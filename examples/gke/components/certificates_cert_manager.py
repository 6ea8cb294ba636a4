"""The issuer that web pages name, and alerts on certificates."""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components.alerts import Alert, Alerts
from components.helm import Row

GATEWAY = {
    "name": "public",
    "namespace": "envoy-gateway-system",
    "sectionName": "http",
}
"""Where challenges of its own names come in."""

CERTIFICATE = "Certificate {{ $labels.exported_namespace }}/{{ $labels.name }}"
RULES = (
    Alert(
        "CertificateNotReady",
        'certmanager_certificate_ready_status{condition!="True"} == 1',
        "15m",
        "warning",
        f"{CERTIFICATE} is not ready.",
    ),
    Alert(
        "CertificateExpiresSoon",
        # However long it lasts: of the time that was left at its renewal, a quarter is left now.
        (
            "certmanager_certificate_expiration_timestamp_seconds - time() < "
            "0.25 * (certmanager_certificate_expiration_timestamp_seconds - "
            "(certmanager_certificate_renewal_timestamp_seconds > 0))"
        ),
        "1h",
        "warning",
        f"{CERTIFICATE} expires soon, and should have been renewed long ago.",
    ),
)


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
                {
                    "selector": {"matchLabels": {"challenge-gateway": GATEWAY["name"]}},
                    "http01": {"gatewayHTTPRoute": {"parentRefs": [GATEWAY]}},
                },
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
    alerts = Alerts("cert-manager", "cert-manager", "docs/certificates/cert-manager.md", RULES)
    alerts.add(row, row.parts["cert-manager"])
