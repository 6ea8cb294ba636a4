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

from components.helm import Row


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
