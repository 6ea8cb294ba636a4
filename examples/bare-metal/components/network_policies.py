"""Network policies.

Calico. Enforces network policies; on own machines it is the CNI too. https://docs.tigera.io/calico/latest/about/
Baseline policies. Closes the platform and the applications to each other by default. https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from typing import ClassVar

from components import network_policies_baseline, network_policies_calico
from components.helm import Chart, Row
from components.settings import Setting


class NetworkPolicies(Row):
    """Network policies: Calico, Baseline policies."""

    charts = (
        Chart(
            name="calico",
            chart="tigera-operator",
            version="v3.32.1",
            namespace="tigera-operator",
            pod_security="privileged",
            wait_seconds=600,
            waits_for=("calico-crds-1", "calico-crds-2"),
            settings=(
                Setting(
                    key="calicoIpPools",
                    path=("installation", "calicoNetwork", "ipPools"),
                    type="array",
                ),
            ),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "cni": "calico",
        "network-policy": "calico",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        network_policies_calico.add(self)
        network_policies_baseline.add(self)
