"""Certificates of the mesh: trust anchor, identity issuer, webhooks. No key leaves the cluster."""

from typing import Any

from pulumi_kubernetes.apiextensions import CustomResource

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "LinkerdFailures",
        (
            'sum by (namespace, pod) (rate(response_total{direction="inbound", '
            'classification="failure"}[5m])) / '
            'sum by (namespace, pod) (rate(response_total{direction="inbound"}[5m])) > 0.05'
        ),
        "10m",
        "warning",
        "{{ $labels.namespace }}/{{ $labels.pod }} fails with one request in twenty.",
    ),
    Alert(
        "LinkerdIdentityExpires",
        (
            # It lives a day and is renewed with seven hours left; proxies have two names for it.
            'min by (namespace, pod) ({__name__=~"(control_)?identity_cert_expiration_'
            'timestamp_seconds"}) - time() < 4 * 3600'
        ),
        "30m",
        "critical",
        "{{ $labels.namespace }}/{{ $labels.pod }} gets no new certificate.",
    ),
    Alert(
        "LinkerdUpdatesLost",
        "sum(rate(endpoint_updates_queue_overflow[10m])) > 0",
        "10m",
        "warning",
        "Proxies do not take the addresses that the control plane sends.",
    ),
)

NAMESPACE = "linkerd"
TRUST = "cert-manager"
"""Where the trust anchor's key stays, and where trust-manager reads its sources."""
WEBHOOKS = ("linkerd-proxy-injector", "linkerd-sp-validator", "linkerd-policy-validator")


def add(row: Row) -> None:
    """The control plane's pods wait for these Secrets, so nothing here waits for the pods."""
    _anchor(row)
    _certificate(
        row,
        "linkerd-identity-issuer",
        {
            "issuerRef": {"kind": "ClusterIssuer", "name": "linkerd-identity-issuer"},
            "secretName": "linkerd-identity-issuer",
            "isCA": True,
            "commonName": "identity.linkerd.cluster.local",
            "duration": "48h0m0s",
            "renewBefore": "25h0m0s",
            "privateKey": {"rotationPolicy": "Always", "algorithm": "ECDSA"},
        },
    )
    _webhook_authority(row)
    for name in WEBHOOKS:
        _certificate(row, name, _webhook(name))
    _alerts(row)


def _anchor(row: Row) -> None:
    """Ten years on purpose: renewing the anchor means restarting every pod of the mesh."""
    _object(row, "Issuer", "linkerd-trust-root-issuer", TRUST, {"selfSigned": {}})
    _object(
        row,
        "Certificate",
        "linkerd-trust-anchor",
        TRUST,
        {
            "issuerRef": {"kind": "Issuer", "name": "linkerd-trust-root-issuer"},
            "secretName": "linkerd-trust-anchor",
            "isCA": True,
            "commonName": "root.linkerd.cluster.local",
            "duration": "87600h0m0s",
            "renewBefore": "8760h0m0s",
            "privateKey": {"rotationPolicy": "Always", "algorithm": "ECDSA"},
        },
    )
    spec = {"ca": {"secretName": "linkerd-trust-anchor"}}
    _object(row, "ClusterIssuer", "linkerd-identity-issuer", None, spec)
    CustomResource(
        "linkerd-identity-trust-roots",
        api_version="trust.cert-manager.io/v1alpha1",
        kind="Bundle",
        metadata={"name": "linkerd-identity-trust-roots"},
        spec={
            "sources": [{"secret": {"name": "linkerd-trust-anchor", "key": "tls.crt"}}],
            "target": {
                "configMap": {"key": "ca-bundle.crt"},
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": NAMESPACE}},
            },
        },
        opts=row.child(*row.namespaces.values()),
    )


def _webhook_authority(row: Row) -> None:
    """An authority of the webhooks' own: the API server trusts it, the proxies do not."""
    _object(row, "Issuer", "linkerd-webhook-selfsigned", NAMESPACE, {"selfSigned": {}})
    _certificate(
        row,
        "linkerd-webhook-ca",
        {
            "issuerRef": {"kind": "Issuer", "name": "linkerd-webhook-selfsigned"},
            "secretName": "linkerd-webhook-ca-tls",
            "isCA": True,
            "commonName": "webhook.linkerd.cluster.local",
            "duration": "43800h",
            "privateKey": {"algorithm": "ECDSA"},
        },
    )
    spec = {"ca": {"secretName": "linkerd-webhook-ca-tls"}}
    _object(row, "Issuer", "linkerd-webhook-issuer", NAMESPACE, spec)


def _webhook(name: str) -> dict[str, Any]:
    """One webhook's certificate; the policy validator reads PKCS8 only."""
    key = {"algorithm": "ECDSA"}
    if name == "linkerd-policy-validator":
        key["encoding"] = "PKCS8"
    host = f"{name}.{NAMESPACE}.svc"
    return {
        "issuerRef": {"kind": "Issuer", "name": "linkerd-webhook-issuer"},
        "secretName": f"{name}-k8s-tls",
        "commonName": host,
        "dnsNames": [host],
        "duration": "24h",
        "renewBefore": "1h",
        "privateKey": key,
        "usages": ["server auth"],
    }


def _certificate(row: Row, name: str, spec: dict[str, Any]) -> None:
    _object(row, "Certificate", name, NAMESPACE, spec)


def _object(row: Row, kind: str, name: str, namespace: str | None, spec: dict[str, Any]) -> None:
    """One object of cert-manager, whose webhook is ready before the row begins."""
    metadata = {"name": name, "namespace": namespace} if namespace else {"name": name}
    CustomResource(
        name,
        api_version="cert-manager.io/v1",
        kind=kind,
        metadata=metadata,
        spec=spec,
        opts=row.child(*row.namespaces.values()),
    )


def _alerts(row: Row) -> None:
    """What to do about each stands in docs/service-mesh/linkerd.md."""
    Alerts("linkerd", "linkerd", "docs/service-mesh/linkerd.md", RULES).add(row)
