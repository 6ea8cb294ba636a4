"""Volume snapshots.

Snapshot controller. Installs the snapshot CRDs and the controller that all CSI drivers share. https://github.com/kubernetes-csi/external-snapshotter
"""

from components import volume_snapshots_upstream
from components.helm import Chart, Row


class VolumeSnapshots(Row):
    """Volume snapshots: Snapshot controller."""

    charts = (
        Chart(
            name="snapshot-controller",
            chart="snapshot-controller",
            version="5.2.0",
            namespace="kube-system",
            pod_security="restricted",
            wait_seconds=600,
            waits_for=(
                "volumesnapshots-crds",
                "volumesnapshotcontents-crds",
                "volumesnapshotclasses-crds",
            ),
        ),
    )

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        volume_snapshots_upstream.add(self)
