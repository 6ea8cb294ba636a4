"""Alerts on calls that AWS refuses or slows down."""

from components.alerts import Alert, Alerts
from components.helm import Row

RULES = (
    Alert(
        "EBSRequestsFail",
        "sum by (request, error) (rate(aws_ebs_csi_api_request_errors_total[15m])) > 0",
        "30m",
        "warning",
        "AWS answers {{ $labels.request }} with {{ $labels.error }}.",
    ),
    Alert(
        "EBSRequestsThrottled",
        "sum by (request) (rate(aws_ebs_csi_api_request_throttles_total[15m])) > 0",
        "30m",
        "warning",
        "AWS throttles {{ $labels.request }}.",
    ),
)


def add(row: Row) -> None:
    """What to do about each stands in docs/shared-storage/aws-ebs-csi.md."""
    alerts = Alerts(
        "aws-ebs-csi-driver", "kube-system", "docs/shared-storage/aws-ebs-csi.md", RULES
    )
    alerts.add(row)
