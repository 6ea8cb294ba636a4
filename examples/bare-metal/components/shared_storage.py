"""Shared storage.

Longhorn. Replicates block volumes over the disks of your nodes. https://longhorn.io/
"""

from typing import ClassVar

from components import shared_storage_longhorn
from components.helm import Chart, Row
from components.settings import Setting


class SharedStorage(Row):
    """Shared storage: Longhorn."""

    charts = (
        Chart(
            name="longhorn",
            chart="longhorn",
            version="1.12.1",
            namespace="longhorn-system",
            pod_security="privileged",
            wait_seconds=600,
            keeps_data=True,
            settings=(
                Setting(
                    key="longhornBackupTarget",
                    path=("defaultBackupStore", "backupTarget"),
                    type="string",
                ),
                Setting(
                    key="longhornBackupSecret",
                    path=("defaultBackupStore", "backupTargetCredentialSecret"),
                    type="string",
                ),
            ),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "default-storage-class": "longhorn",
        "block-storage": "longhorn",
        "file-storage": "longhorn",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        shared_storage_longhorn.add(self)
