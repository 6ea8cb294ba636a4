"""Alerts on errors that people see, and on connections that run out."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "HAProxyServerErrors",
        (
            'sum by (proxy) (rate(haproxy_backend_http_responses_total{code="5xx"}[5m])) / '
            "sum by (proxy) (rate(haproxy_backend_http_responses_total[5m])) > 0.05"
        ),
        "10m",
        "warning",
        "One request in twenty to {{ $labels.proxy }} fails.",
    ),
    Alert(
        "HAProxyConnectionsNearLimit",
        "haproxy_process_current_connections / haproxy_process_max_connections > 0.8",
        "10m",
        "warning",
        "{{ $labels.pod }} has used four fifths of its connections.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/ingress-controller/haproxy.md."""
    alerts = Alerts(
        "haproxy-kubernetes-ingress",
        "haproxy-controller",
        "docs/ingress-controller/haproxy.md",
        RULES,
    )
    alerts.add(row)
