"""The web page of OpenSearch Dashboards; alerts on Fluentd."""

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
        "FluentdDown",
        'absent(up{job="fluentd"} == 1)',
        "10m",
        "critical",
        "No Fluentd pod answers on its metrics port.",
    ),
    Alert(
        "FluentdBufferFilling",
        "fluentd_output_status_buffer_available_space_ratio < 20",
        "10m",
        "warning",
        "Less than a fifth of an output's buffer is left.",
    ),
    Alert(
        "FluentdRetries",
        "increase(fluentd_output_status_retry_count[15m]) > 10",
        "15m",
        "warning",
        "An output keeps retrying.",
    ),
)


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
    Alerts("fluentd", "logging", "docs/log-aggregation/fluentd.md", RULES).add(row)
