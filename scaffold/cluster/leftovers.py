"""What an earlier uninstall has left behind, and what the next install would fail on."""

from collections.abc import Iterator

from scaffold.cluster.finding import Finding
from scaffold.cluster.programs import Kubectl, Object, at

CONTROLLER = "clusterrole-aggregation-controller"
"""Applies the rules of aggregated roles under this name. A role that Helm deletes in the same
moment comes into being again by that: without labels, with the rules only.
Source: k8s.io/kubernetes v1.37.1, pkg/controller/clusterroleaggregation, `applyClusterRoles`."""


def look(kubectl: Kubectl) -> Iterator[Finding]:
    """Cluster roles that nobody but the controller has ever written. Raises SilentError."""
    for role in kubectl.get("clusterroles", "--show-managed-fields"):
        if _orphan(role):
            name = str(at(role, "metadata", "name"))
            text = "is left of a release that is gone; Helm cannot import it"
            remedy = f"kubectl{kubectl.flag} delete clusterrole {name}"
            yield Finding("FAIL", f"clusterrole {name}", text, remedy)


def _orphan(role: Object) -> bool:
    """Nobody but the controller has written it; it writes nothing where there are no rules left."""
    about = at(role, "metadata") or {}
    writers = {at(field, "manager") for field in about.get("managedFields") or ()}
    meant = about.get("labels") or about.get("annotations") or at(role, "aggregationRule")
    return not meant and (writers == {CONTROLLER} or not (writers or at(role, "rules")))
