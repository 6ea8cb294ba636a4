"""Alerts on calls that AWS refuses or slows down."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "EBSRequestsFail",
        "sum by (request, code) (rate(aws_ebs_csi_api_request_errors_total[40m])) > 0",
        "1h",
        "warning",
        "AWS answers {{ $labels.request }} with {{ $labels.code }}.",
    ),
    Alert(
        "EBSRequestsThrottled",
        "sum by (operation_name) (rate(aws_ebs_csi_api_request_throttles_total[15m])) > 0",
        "30m",
        "warning",
        "AWS throttles {{ $labels.operation_name }}.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/shared-storage/aws-ebs-csi.md."""
    alerts = Alerts(
        "aws-ebs-csi-driver", "kube-system", "docs/shared-storage/aws-ebs-csi.md", RULES
    )
    alerts.add(row)
