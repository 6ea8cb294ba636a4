"""Alerts on what Flux could not bring into the cluster."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "FluxResourceFailed",
        # Of the operator: one series for each object of Flux and for Flux itself, with its state as
        # labels. An attempt makes it Unknown for as long as it lasts, and each commit makes another.
        (
            "max by (kind, exported_namespace, name) "
            '({__name__=~"flux_(resource|instance)_info", ready!="True", suspended!="True"}) == 1'
        ),
        "15m",
        "warning",
        "{{ $labels.kind }} {{ $labels.exported_namespace }}/{{ $labels.name }} is not ready.",
    ),
)


def add(row: Row) -> None:
    """Fifteen minutes: a sync may fail once and succeed a minute later."""
    alerts = Alerts("flux", "flux-system", "docs/deployment-pipeline/flux.md", RULES)
    alerts.add(row, row.parts["flux-operator"])
