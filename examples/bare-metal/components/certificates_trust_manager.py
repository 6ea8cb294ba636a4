"""An alert on bundles that are not written."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "TrustBundlesNotWritten",
        # It tries again within seventeen minutes; longer than the window, or one error would do.
        'sum(increase(controller_runtime_reconcile_errors_total{controller="bundles"}[20m])) > 0',
        "30m",
        "warning",
        "trust-manager fails to write bundles.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/certificates/trust-manager.md."""
    Alerts("trust-manager", "cert-manager", "docs/certificates/trust-manager.md", RULES).add(row)
