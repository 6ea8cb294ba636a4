"""An alert on bundles that are not written."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "TrustBundlesNotWritten",
        'sum(increase(controller_runtime_reconcile_errors_total{controller="bundles"}[30m])) > 0',
        "15m",
        "warning",
        "trust-manager fails to write bundles.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/certificates/trust-manager.md."""
    Alerts("trust-manager", "cert-manager", "docs/certificates/trust-manager.md", RULES).add(row)
