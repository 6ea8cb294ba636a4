"""Shared storage.

NFS. Makes volumes of folders on an NFS server that you have. https://github.com/kubernetes-csi/csi-driver-nfs
"""

from typing import ClassVar

from components.helm import Chart, Row
from components.settings import Setting


class SharedStorage(Row):
    """Shared storage: NFS."""

    charts = (
        Chart(
            name="csi-driver-nfs",
            chart="csi-driver-nfs",
            version="4.13.4",
            namespace="kube-system",
            pod_security="privileged",
            wait_seconds=600,
            settings=(
                Setting(
                    key="nfsServer",
                    path=("storageClass", "parameters", "server"),
                    type="string",
                ),
                Setting(
                    key="nfsShare",
                    path=("storageClass", "parameters", "share"),
                    type="string",
                ),
            ),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "default-storage-class": "csi-driver-nfs",
        "file-storage": "csi-driver-nfs",
    }
