"""The cluster that everything is installed on: one provider for the whole program."""

import pulumi
import pulumi_kubernetes as kubernetes

from components import archive


def connect() -> pulumi.ResourceOptions:
    """Options that put a component on this stack's cluster; the archives are checked before."""
    archive.verify()
    config = pulumi.Config()
    provider = kubernetes.Provider(
        "cluster",
        context=config.require("kubernetesContext"),
        cluster_identifier=config.require("clusterIdentifier"),
        enable_server_side_apply=True,
        enable_config_map_mutable=True,
        enable_secret_mutable=True,
        upsert_existing_objects=config.get_bool("adopt") or None,
    )
    return pulumi.ResourceOptions(providers=[provider])
