"""Authorization integration.

GKE sign-in. Lets Google Groups or a workforce pool into the GKE API. https://cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac
RBAC bindings. Binds groups of the sign-on to admin, developer and viewer rights. https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from components import authorization_rbac_bindings
from components.helm import Row


class Authorization(Row):
    """Authorization integration: GKE sign-in, RBAC bindings."""

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        authorization_rbac_bindings.add(self)
