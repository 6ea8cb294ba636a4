"""Alerts on errors that people see, and on certificates that end."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "TraefikServerErrors",
        (
            'sum by (exported_service) (rate(traefik_service_requests_total{code=~"5.."}[5m])) / '
            "sum by (exported_service) (rate(traefik_service_requests_total[5m])) > 0.05"
        ),
        "10m",
        "warning",
        "One request in twenty to {{ $labels.exported_service }} fails.",
    ),
    Alert(
        "TraefikCertificateExpires",
        # A renewed certificate has a series of its own; the old one stays until the pod restarts.
        "max by (cn, sans) (traefik_tls_certs_not_after) - time() < 7 * 86400",
        "1h",
        "warning",
        "The certificate of {{ $labels.sans }} expires within a week.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/ingress-controller/traefik.md."""
    Alerts("traefik", "traefik", "docs/ingress-controller/traefik.md", RULES).add(row)
