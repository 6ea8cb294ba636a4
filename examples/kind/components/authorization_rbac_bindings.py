"""Who may do what: groups of the sign-on, bound to the roles that Kubernetes brings."""

import pulumi
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.rbac.v1 import ClusterRoleBinding, RoleBinding, RoleRefArgs, SubjectArgs

from components.helm import Row

API = "rbac.authorization.k8s.io"


def add(row: Row) -> None:
    """Administrators and viewers see the whole cluster, developers their namespaces."""
    config = pulumi.Config()
    for name, role, key in (
        ("platform-admins", "cluster-admin", "adminGroups"),
        ("viewers", "view", "viewerGroups"),
    ):
        ClusterRoleBinding(
            name,
            metadata=ObjectMetaArgs(name=name),
            role_ref=_role(role),
            subjects=_groups(config, key),
            opts=row.child(),
        )
    for namespace in config.get_object("applicationNamespaces") or []:
        RoleBinding(
            f"{namespace}-developers",
            metadata=ObjectMetaArgs(name="developers", namespace=namespace),
            role_ref=_role("edit"),
            subjects=_groups(config, "developerGroups"),
            opts=row.child(),
        )


def _role(name: str) -> RoleRefArgs:
    """One of the roles that every cluster has."""
    return RoleRefArgs(api_group=API, kind="ClusterRole", name=name)


def _groups(config: pulumi.Config, key: str) -> list[SubjectArgs]:
    """The groups of one key of the configuration, as they stand in tokens."""
    names = config.get_object(key) or []
    return [SubjectArgs(api_group=API, kind="Group", name=name) for name in names]
