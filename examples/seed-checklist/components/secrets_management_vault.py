"""Certificates of Vault: an authority of its own, one for the servers, one that its users trust."""

from typing import Any

from pulumi_kubernetes.apiextensions import CustomResource

from components.alerts import Alert, Alerts
from components.helm import Row

VAULT = "vault"
OPERATOR = "vault-secrets-operator-system"
AUTHORITY = "cert-manager"
"""Where cert-manager looks for the keys of cluster-wide issuers."""
HOSTS = (
    "vault",
    "vault.vault",
    "vault.vault.svc",
    "vault-active.vault.svc",
    "vault-standby.vault.svc",
    "*.vault-internal",
    "*.vault-internal.vault.svc",
)
RULES = (
    Alert(
        "VaultSealed",
        "absent(vault_core_unsealed == 1)",
        "5m",
        "critical",
        "No Vault server is unsealed and active.",
    ),
    Alert(
        "VaultServerUnhealthy",
        "vault_autopilot_node_healthy == 0",
        "15m",
        "warning",
        "Vault server {{ $labels.node_id }} is sealed, gone or behind.",
    ),
    Alert(
        "VaultResourceInvalid",
        "controller_resource_status != 1",
        "15m",
        "warning",
        "{{ $labels.exported_namespace }}/{{ $labels.name }} is not valid.",
    ),
    Alert(
        "VaultSecretsNotRead",
        "sum by (operation) (rate(vso_client_operations_errors_total[10m])) > 0",
        "15m",
        "warning",
        "Vault refuses the operator to {{ $labels.operation }}.",
    ),
)


def add(row: Row) -> None:
    """Vault's pods wait for their Secret, so nothing here waits for the pods."""
    _object(row, "ClusterIssuer", "vault-selfsigned", None, {"selfSigned": {}})
    authority = {"isCA": True, "commonName": "Vault", "duration": "87600h"}
    _certificate(row, "vault-authority", AUTHORITY, "vault-selfsigned", authority)
    spec = {"ca": {"secretName": "vault-authority"}}
    _object(row, "ClusterIssuer", "vault-authority", None, spec)
    # A server reads its certificate when it starts: a year, renewed after eight months.
    names = {"commonName": "vault", "dnsNames": list(HOSTS), "ipAddresses": ["127.0.0.1"]}
    server = {"duration": "8760h", **names}
    _certificate(row, "vault-server-tls", VAULT, "vault-authority", server)
    # Only its ca.crt is used: the authority that the operator trusts.
    _certificate(row, "vault-ca", OPERATOR, "vault-authority", {"commonName": "operator"})
    Alerts("vault", VAULT, "docs/secrets-management/vault.md", RULES).add(row)


def _certificate(row: Row, name: str, namespace: str, issuer: str, more: dict[str, Any]) -> None:
    """A certificate in the Secret of the same name."""
    spec = {
        "secretName": name,
        "issuerRef": {"kind": "ClusterIssuer", "name": issuer},
        "privateKey": {"algorithm": "ECDSA", "size": 256},
        **more,
    }
    _object(row, "Certificate", name, namespace, spec)


def _object(row: Row, kind: str, name: str, namespace: str | None, spec: dict[str, Any]) -> None:
    """One object of cert-manager, whose webhook is ready before the row begins."""
    own = [row.namespaces[namespace]] if namespace in row.namespaces else []
    CustomResource(
        f"{name}-{kind.lower()}",
        api_version="cert-manager.io/v1",
        kind=kind,
        metadata={"name": name, "namespace": namespace} if namespace else {"name": name},
        spec=spec,
        opts=row.child(*own),
    )
