"""Authorization integration.

Dex and kubelogin. Signs people in with the company account; tokens for kubectl. https://dexidp.io/
RBAC bindings. Binds groups of the sign-on to admin, developer and viewer rights. https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from typing import ClassVar

from components import authorization_dex_kubelogin, authorization_rbac_bindings
from components.helm import Chart, Credential, Row


class Authorization(Row):
    """Authorization integration: Dex and kubelogin, RBAC bindings."""

    charts = (
        Chart(
            name="dex",
            chart="dex",
            version="0.24.0",
            namespace="dex",
            pod_security="restricted",
            wait_seconds=600,
        ),
    )
    credentials = (
        Credential(
            name="dex-config",
            namespace="dex",
            keys={
                "config.yaml": "dexConfig",
            },
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "oidc-issuer": "dex",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        authorization_dex_kubelogin.add(self)
        authorization_rbac_bindings.add(self)
