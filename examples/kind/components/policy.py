"""Policy and admission control.

Pod Security labels. Holds pods to a level that the API server enforces itself. https://kubernetes.io/docs/concepts/security/pod-security-admission/
"""

from components import policy_pod_security_labels
from components.helm import Row


class Policy(Row):
    """Policy and admission control: Pod Security labels."""

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        policy_pod_security_labels.add(self)
