"""Alerts on disk, on refused lines and on failed requests."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "VictoriaLogsDiskNearlyFull",
        (
            "sum by (job, instance) (vl_data_size_bytes) / "
            "(sum by (job, instance) (vl_free_disk_space_bytes) + sum by (job, instance) "
            "(vl_data_size_bytes)) > 0.95"
        ),
        "30m",
        "critical",
        "{{ $labels.instance }} has used 95 hundredths of its volume.",
    ),
    Alert(
        "VictoriaLogsDropsRows",
        "rate(vl_rows_dropped_total[5m]) > 0",
        "15m",
        "warning",
        "{{ $labels.instance }} refuses lines: {{ $labels.reason }}.",
    ),
    Alert(
        "VictoriaLogsRequestErrors",
        "increase(vl_http_errors_total[5m]) > 0",
        "15m",
        "warning",
        "Requests to {{ $labels.path }} fail.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/log-aggregation/victoria-logs.md."""
    Alerts("victoria-logs", "logging", "docs/log-aggregation/victoria-logs.md", RULES).add(row)
