"""Releases that install nothing but CRDs: they go first, and Helm keeps what is marked so."""

from typing import ClassVar

from components.helm import Chart, Row


class Crds(Row):
    """Every kind that the rows bring to the cluster, where their charts do not bring it themselves."""

    charts = (
        Chart(
            name="prometheus-operator-crds",
            chart="prometheus-operator-crds",
            version="31.0.1",
            namespace="platform-crds",
        ),
        Chart(
            name="linkerd-crds",
            chart="linkerd-crds",
            version="2026.6.3",
            namespace="platform-crds",
        ),
        Chart(
            name="calico-crds-1",
            chart="calico-crds-1",
            version="v3.32.1",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="calico-crds-2",
            chart="calico-crds-2",
            version="v3.32.1",
            namespace="platform-crds",
            packed=True,
            waits_for=("calico-crds-1",),
        ),
        Chart(
            name="gateway-api-crds",
            chart="gateway-api-crds",
            version="1.6.1",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="gateway-api-crds-policies",
            chart="gateway-api-crds-policies",
            version="1.6.1",
            namespace="platform-crds",
            packed=True,
            waits_for=("gateway-api-crds",),
        ),
        Chart(
            name="volumesnapshots-crds",
            chart="volumesnapshots-crds",
            version="8.6.0",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="volumesnapshotcontents-crds",
            chart="volumesnapshotcontents-crds",
            version="8.6.0",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="volumesnapshotclasses-crds",
            chart="volumesnapshotclasses-crds",
            version="8.6.0",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="vault-secrets-operator-crds",
            chart="vault-secrets-operator-crds",
            version="1.4.1",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="envoy-gateway-crds-1",
            chart="envoy-gateway-crds-1",
            version="1.9.0",
            namespace="platform-crds",
            packed=True,
        ),
        Chart(
            name="envoy-gateway-crds-2",
            chart="envoy-gateway-crds-2",
            version="1.9.0",
            namespace="platform-crds",
            packed=True,
            waits_for=("envoy-gateway-crds-1",),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "service-monitor": "prometheus-operator-crds",
        "alert-rules": "prometheus-operator-crds",
        "volume-snapshots": "volumesnapshotclasses-crds",
        "gateway-api": "gateway-api-crds",
    }
