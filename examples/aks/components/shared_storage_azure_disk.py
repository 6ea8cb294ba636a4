"""The class for Azure disks; the driver is that of AKS."""

import pulumi
from pulumi_kubernetes.storage.v1 import StorageClass

from components.helm import Row


def add(row: Row) -> None:
    """Not the default: AKS marks a class of its own, and two defaults are one too many."""
    row.parts["disk-class"] = StorageClass(
        "azure-disk",
        metadata={"name": "azure-disk"},
        provisioner="disk.csi.azure.com",
        parameters={"skuName": pulumi.Config().require("azureDiskSku")},
        volume_binding_mode="WaitForFirstConsumer",
        allow_volume_expansion=True,
        opts=row.child(delete_before_replace=True),
    )
