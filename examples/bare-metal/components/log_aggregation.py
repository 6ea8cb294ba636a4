"""Log aggregation.

VictoriaLogs. Keeps logs on a plain volume; a small agent on each node ships them. https://docs.victoriametrics.com/victorialogs/
"""

from components import log_aggregation_victoria_logs
from components.helm import Chart, Row
from components.settings import Setting


class LogAggregation(Row):
    """Log aggregation: VictoriaLogs."""

    charts = (
        Chart(
            name="victoria-logs",
            chart="victoria-logs-single",
            version="0.13.9",
            namespace="logging",
            pod_security="baseline",
            wait_seconds=600,
            keeps_data=True,
            settings=(
                Setting(
                    key="victoriaLogsVolumeSize",
                    path=("server", "persistentVolume", "size"),
                    type="string",
                ),
                Setting(
                    key="victoriaLogsRetention",
                    path=("server", "retentionPeriod"),
                    type="string",
                ),
                Setting(
                    key="victoriaLogsRetentionSize",
                    path=("server", "retentionDiskSpaceUsage"),
                    type="string",
                ),
            ),
        ),
        Chart(
            name="victoria-logs-collector",
            chart="victoria-logs-collector",
            version="0.3.7",
            namespace="logging",
            pod_security="privileged",
            wait_seconds=600,
        ),
    )

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        log_aggregation_victoria_logs.add(self)
