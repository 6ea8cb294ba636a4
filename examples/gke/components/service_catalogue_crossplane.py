"""Alerts on objects that Crossplane does not bring about."""

from components.alerts import Alert, Alerts
from components.helm import Row

PAUSED = "circuit_breaker_opens_total"
RULES = (
    Alert(
        "CrossplaneResourceLoops",
        # A counter that begins with the first pause has no increase yet.
        (
            f"sum by (controller) (increase({PAUSED}[15m])) > 0 "
            f"or sum by (controller) ({PAUSED} unless {PAUSED} offset 15m) > 0"
        ),
        "5m",
        "warning",
        "An object of {{ $labels.controller }} changes so often that Crossplane pauses it.",
    ),
    Alert(
        "CrossplaneReconcileErrors",
        (
            "sum by (controller) "
            '(rate(controller_runtime_reconcile_errors_total{namespace="crossplane-system"}[5m])) '
            "> 0"
        ),
        "30m",
        "warning",
        "Crossplane's {{ $labels.controller }} has failed for half an hour.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/service-catalogue/crossplane.md."""
    alerts = Alerts(
        "crossplane", "crossplane-system", "docs/service-catalogue/crossplane.md", RULES
    )
    alerts.add(row)
