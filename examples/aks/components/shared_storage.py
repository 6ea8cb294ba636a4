"""Shared storage.

Azure Disk. Makes block volumes with the driver of AKS, for one pod at a time. https://learn.microsoft.com/azure/aks/azure-csi-disk-storage-provision
"""

from typing import ClassVar

from components import shared_storage_azure_disk
from components.helm import Row


class SharedStorage(Row):
    """Shared storage: Azure Disk."""

    gates: ClassVar[dict[str, str]] = {
        "default-storage-class": "disk-class",
        "block-storage": "disk-class",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        shared_storage_azure_disk.add(self)
