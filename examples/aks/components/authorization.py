"""Authorization integration.

AKS with Entra ID. Lets Entra groups into the AKS API; a setting of the cluster. https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id
RBAC bindings. Binds groups of the sign-on to admin, developer and viewer rights. https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from components import authorization_rbac_bindings
from components.helm import Row


class Authorization(Row):
    """Authorization integration: AKS with Entra ID, RBAC bindings."""

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        authorization_rbac_bindings.add(self)
