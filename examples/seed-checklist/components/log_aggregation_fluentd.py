"""The web page of OpenSearch Dashboards."""

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
    """Dashboards asks for user and password itself."""
    host = f"logs.{pulumi.Config().require('domain')}"
    port = ServiceBackendPortArgs(number=5601)
    service = IngressServiceBackendArgs(name="opensearch-dashboards", port=port)
    path = HTTPIngressPathArgs(
        path="/", path_type="Prefix", backend=IngressBackendArgs(service=service)
    )
    Ingress(
        "opensearch-dashboards",
        metadata=ObjectMetaArgs(
            name="opensearch-dashboards",
            namespace="logging",
            annotations={
                "pulumi.com/skipAwait": "true",
                "cert-manager.io/cluster-issuer": "platform",
            },
        ),
        spec=IngressSpecArgs(
            ingress_class_name="haproxy",
            rules=[IngressRuleArgs(host=host, http=HTTPIngressRuleValueArgs(paths=[path]))],
            tls=[IngressTLSArgs(hosts=[host], secret_name="opensearch-dashboards-tls")],
        ),
        opts=row.child(row.parts["opensearch-dashboards"]),
    )
