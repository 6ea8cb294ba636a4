"""The address of Dex: people and the API server have to reach its issuer."""

import pulumi
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.networking.v1 import (
    HTTPIngressPathArgs,
    HTTPIngressRuleValueArgs,
    Ingress,
    IngressBackendArgs,
    IngressRuleArgs,
    IngressServiceBackendArgs,
    IngressSpecArgs,
    IngressTLSArgs,
    ServiceBackendPortArgs,
)

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "DexServerErrors",
        'sum by (handler) (rate(http_requests_total{namespace="dex", code=~"5.."}[5m])) > 0',
        "10m",
        "warning",
        "Dex fails with requests to {{ $labels.handler }}: of everybody, or of an ended account.",
    ),
)


def add(row: Row) -> None:
    """The host stands in every token: changing it later signs everybody out."""
    host = f"dex.{pulumi.Config().require('domain')}"
    port = ServiceBackendPortArgs(name="http")
    service = IngressServiceBackendArgs(name="dex", port=port)
    path = HTTPIngressPathArgs(
        path="/", path_type="Prefix", backend=IngressBackendArgs(service=service)
    )
    Ingress(
        "dex",
        metadata=ObjectMetaArgs(
            name="dex",
            namespace="dex",
            annotations={
                "pulumi.com/skipAwait": "true",
                "cert-manager.io/cluster-issuer": "platform",
            },
        ),
        spec=IngressSpecArgs(
            ingress_class_name="haproxy",
            rules=[IngressRuleArgs(host=host, http=HTTPIngressRuleValueArgs(paths=[path]))],
            tls=[IngressTLSArgs(hosts=[host], secret_name="dex-tls")],
        ),
        opts=row.child(row.parts["dex"]),
    )
    _alerts(row)


def _alerts(row: Row) -> None:
    """What to do about each stands in docs/authorization/dex-kubelogin.md."""
    Alerts("dex", "dex", "docs/authorization/dex-kubelogin.md", RULES).add(row)
