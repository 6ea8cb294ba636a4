"""Network policies.

Calico. Enforces network policies; on own machines it is the CNI too. https://docs.tigera.io/calico/latest/about/
"""

from typing import ClassVar

from components import network_policies_calico
from components.helm import Chart, Row
from components.settings import Setting


class NetworkPolicies(Row):
    """Network policies: Calico."""

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
