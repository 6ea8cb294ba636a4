"""Certificates of Vault: an authority of its own, one for the servers, one that its users trust."""

from typing import Any

from pulumi_kubernetes.apiextensions import CustomResource

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
SEALED = {
    "alert": "VaultSealed",
    "expr": "absent(vault_core_unsealed == 1)",
    "for": "5m",
    "labels": {"severity": "critical"},
    "annotations": {
        "summary": "No Vault server is unsealed and active.",
        "runbook": "docs/secrets-management/vault.md",
    },
}
INVALID = {
    "alert": "VaultResourceInvalid",
    "expr": "controller_resource_status != 1",
    "for": "15m",
    "labels": {"severity": "warning"},
    "annotations": {
        "summary": "{{ $labels.exported_namespace }}/{{ $labels.name }} is not valid.",
        "runbook": "docs/secrets-management/vault.md",
    },
}
UNREAD = {
    "alert": "VaultSecretsNotRead",
    "expr": "sum by (operation) (rate(vso_client_operations_errors_total[10m])) > 0",
    "for": "15m",
    "labels": {"severity": "warning"},
    "annotations": {
        "summary": "Vault refuses the operator to {{ $labels.operation }}.",
        "runbook": "docs/secrets-management/vault.md",
    },
}


def add(row: Row) -> None:
    """Vault's pods wait for their Secret, so nothing here waits for the pods."""
    _object(row, "ClusterIssuer", "vault-selfsigned", None, {"selfSigned": {}})
    authority = {"isCA": True, "commonName": "Vault", "duration": "87600h"}
    _certificate(row, "vault-authority", AUTHORITY, "vault-selfsigned", authority)
    spec = {"ca": {"secretName": "vault-authority"}}
    _object(row, "ClusterIssuer", "vault-authority", None, spec)
    names = {"commonName": "vault", "dnsNames": list(HOSTS), "ipAddresses": ["127.0.0.1"]}
    _certificate(row, "vault-server-tls", VAULT, "vault-authority", names)
    # Only its ca.crt is used: the authority that the operator trusts.
    _certificate(row, "vault-ca", OPERATOR, "vault-authority", {"commonName": "operator"})
    CustomResource(
        "vault-alerts",
        api_version="monitoring.coreos.com/v1",
        kind="PrometheusRule",
        metadata={"name": "vault", "namespace": VAULT},
        spec={"groups": [{"name": "vault", "rules": [SEALED, INVALID, UNREAD]}]},
        opts=row.child(row.namespaces[VAULT]),
    )


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
