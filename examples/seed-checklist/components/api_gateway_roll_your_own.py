"""The gateway of the APIs: its class, the one Gateway, its certificate, what watches it."""

from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components import api_gateway_roll_your_own_proxy
from components.alerts import Alert, Alerts
from components.helm import Row

FAILED = 'resource_apply_total{namespace="envoy-gateway-system", status="failure"}'
REFUSED = "xds_nack_total"
RULES = (
    Alert(
        "EnvoyGatewayApplyFails",
        # A counter that begins with its first failure has no increase yet, and no second may come.
        (
            f"sum by (kind) (increase({FAILED}[15m])) > 0 "
            f"or sum by (kind) ({FAILED} unless {FAILED} offset 15m) > 0"
        ),
        "1m",
        "warning",
        "Envoy Gateway cannot write its {{ $labels.kind }}.",
    ),
    Alert(
        "EnvoyRefusesConfiguration",
        # The same: what Envoy has refused is not sent again until it changes.
        f"sum(increase({REFUSED}[15m])) > 0 or sum({REFUSED} unless {REFUSED} offset 15m) > 0",
        "1m",
        "warning",
        "Envoy refuses the configuration that it gets.",
    ),
    Alert(
        "GatewayServerErrors",
        (
            "sum by (envoy_cluster_name) "
            '(rate(envoy_cluster_upstream_rq_xx{namespace="envoy-gateway-system", '
            'envoy_response_code_class="5"}[5m])) / '
            "sum by (envoy_cluster_name) "
            '(rate(envoy_cluster_upstream_rq_xx{namespace="envoy-gateway-system"}[5m])) > 0.05'
        ),
        "10m",
        "warning",
        "One request in twenty to {{ $labels.envoy_cluster_name }} fails.",
    ),
)

NAMESPACE = "envoy-gateway-system"


def add(row: Row) -> None:
    """The class is what others wait for; the Gateway takes the routes of every namespace."""
    release = row.parts["eg"]
    proxy = CustomResource(
        "production",
        api_version="gateway.envoyproxy.io/v1alpha1",
        kind="EnvoyProxy",
        metadata={"name": "production", "namespace": NAMESPACE},
        spec=api_gateway_roll_your_own_proxy.spec(pulumi.Config()),
        opts=row.child(release),
    )
    row.parts["gateway-class"] = CustomResource(
        "envoy",
        api_version="gateway.networking.k8s.io/v1",
        kind="GatewayClass",
        metadata={"name": "envoy"},
        spec={
            "controllerName": "gateway.envoyproxy.io/gatewayclass-controller",
            "parametersRef": {
                "group": "gateway.envoyproxy.io",
                "kind": "EnvoyProxy",
                "name": "production",
                "namespace": NAMESPACE,
            },
        },
        opts=row.child(release, proxy),
    )
    _gateway(row)
    _certificate(row)
    _monitors(row)
    _alerts(row)


def _gateway(row: Row) -> None:
    """HTTP for redirects and challenges, HTTPS where there is a certificate."""
    anyone = {"namespaces": {"from": "All"}}
    listeners: list[dict[str, Any]] = [
        {"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": anyone},
        {
            "name": "https",
            "port": 443,
            "protocol": "HTTPS",
            "hostname": pulumi.Config().require("gatewayHost"),
            "tls": {"mode": "Terminate", "certificateRefs": [{"name": "gateway-tls"}]},
            "allowedRoutes": anyone,
        },
    ]
    CustomResource(
        "public",
        api_version="gateway.networking.k8s.io/v1",
        kind="Gateway",
        metadata={"name": "public", "namespace": NAMESPACE},
        spec={"gatewayClassName": "envoy", "listeners": listeners},
        opts=row.child(row.parts["gateway-class"]),
    )


def _certificate(row: Row) -> None:
    """The certificate of the HTTPS listener; its host points here, and so does a challenge."""
    CustomResource(
        "gateway-tls",
        api_version="cert-manager.io/v1",
        kind="Certificate",
        metadata={
            "name": "gateway-tls",
            "namespace": NAMESPACE,
            "labels": {"challenge-gateway": "public"},
        },
        spec={
            "secretName": "gateway-tls",
            "dnsNames": [pulumi.Config().require("gatewayHost")],
            "issuerRef": {"kind": "ClusterIssuer", "name": "platform"},
        },
        opts=row.child(row.parts["eg"]),
    )


def _monitors(row: Row) -> None:
    """Metrics of the control plane and of the Envoy pods."""
    pods = {
        "envoy-gateway": ({"control-plane": "envoy-gateway"}, "/metrics"),
        "envoy-proxies": ({"app.kubernetes.io/component": "proxy"}, "/stats/prometheus"),
    }
    for name, (labels, path) in pods.items():
        CustomResource(
            name,
            api_version="monitoring.coreos.com/v1",
            kind="PodMonitor",
            metadata={
                "name": name,
                "namespace": NAMESPACE,
                "labels": {"release": "kube-prometheus-stack"},
            },
            spec={
                "selector": {"matchLabels": labels},
                "podMetricsEndpoints": [{"port": "metrics", "path": path}],
            },
            opts=row.child(row.parts["eg"]),
        )


def _alerts(row: Row) -> None:
    """What to do about each stands in docs/api-gateway/roll-your-own.md."""
    alerts = Alerts(
        "envoy-gateway", "envoy-gateway-system", "docs/api-gateway/roll-your-own.md", RULES
    )
    alerts.add(row)
