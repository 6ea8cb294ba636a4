"""An alert on snapshots that do not become ready."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "SnapshotsHang",
        "max(snapshot_controller_operations_in_flight) > 0",
        "6h",
        "warning",
        "Snapshots have been under way for six hours.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/volume-snapshots/upstream.md."""
    alerts = Alerts(
        "snapshot-controller", "kube-system", "docs/volume-snapshots/upstream.md", RULES
    )
    alerts.add(row)
