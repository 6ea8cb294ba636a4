"""Network policies: applications do not reach the platform, nor each other, unless allowed."""

import pulumi
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs as Labels
from pulumi_kubernetes.meta.v1 import LabelSelectorRequirementArgs as Requirement
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.networking.v1 import IPBlockArgs as Block
from pulumi_kubernetes.networking.v1 import NetworkPolicy, NetworkPolicySpecArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicyIngressRuleArgs as IngressRule
from pulumi_kubernetes.networking.v1 import NetworkPolicyPeerArgs as Peer
from pulumi_kubernetes.networking.v1 import NetworkPolicyPortArgs as Port

from components.helm import Row

OPEN: list[str] = [
    "envoy-gateway-system",
    "external-secrets",
    "linkerd",
    "traefik",
]
"""Namespaces of the platform whose services applications, nodes or clients call."""

CLOSED: list[str] = [
    "cert-manager",
    "crossplane-system",
    "flux-system",
    "logging",
    "monitoring",
]
"""Namespaces of the platform that nobody calls but the platform and the API server."""


def add(row: Row) -> None:
    """Storage, the CNI and the cluster's own namespaces are left as they are."""
    config = pulumi.Config()
    platform = [IngressRule(from_=[_platform(), *_ranges(config)])]
    neighbours = [IngressRule(from_=[Peer(pod_selector=Labels())])]
    for name in CLOSED:
        _policy(row, name, "default-deny", [])
        # One object for both: products bring an `allow-webhooks` of their own.
        _policy(row, name, "allow-platform", [*platform, *_webhooks(config)])
    for name in config.get_object("applicationNamespaces") or []:
        _policy(row, name, "default-deny", [])
        _policy(row, name, "allow-platform", platform)
        _policy(row, name, "allow-same-namespace", neighbours)


def _platform() -> Peer:
    """Pods of the platform: the ingress controller, Prometheus, the mesh."""
    names = sorted({*OPEN, *CLOSED, "kube-system"})
    known = Requirement(key="kubernetes.io/metadata.name", operator="In", values=names)
    return Peer(namespace_selector=Labels(match_expressions=[known]))


def _ranges(config: pulumi.Config) -> list[Peer]:
    """Callers that are no pods: load balancers that send to pods themselves."""
    ranges: list[str] = [*(config.get_object("loadBalancerRanges") or [])]
    return [Peer(ip_block=Block(cidr=each)) for each in ranges]


def _webhooks(config: pulumi.Config) -> list[IngressRule]:
    """The API server is no pod, so no selector finds it: a port is opened to everybody."""
    ports = config.get_object("webhookPorts") or []
    opened = [Port(protocol="TCP", port=port) for port in ports]
    return [IngressRule(ports=opened)] if opened else []


def _policy(row: Row, namespace: str, name: str, ingress: list[IngressRule]) -> None:
    """Every pod of the namespace; what pods call themselves stays free."""
    NetworkPolicy(
        f"{namespace}-{name}",
        metadata=ObjectMetaArgs(name=name, namespace=namespace),
        spec=NetworkPolicySpecArgs(
            pod_selector=Labels(), policy_types=["Ingress"], ingress=ingress
        ),
        opts=row.child(*row.parts.values()),
    )
