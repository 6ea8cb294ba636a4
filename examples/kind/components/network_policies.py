"""Network policies.

Platform CNI. Uses the policy engine that the platform brings; nothing to install. https://kubernetes.io/docs/concepts/services-networking/network-policies/
Baseline policies. Closes the platform and the applications to each other by default. https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from components import network_policies_baseline
from components.helm import Row


class NetworkPolicies(Row):
    """Network policies: Platform CNI, Baseline policies."""

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        network_policies_baseline.add(self)
