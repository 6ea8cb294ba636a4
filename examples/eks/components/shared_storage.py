"""Shared storage.

Amazon EBS. Makes encrypted block volumes on AWS, for one pod at a time. https://github.com/kubernetes-sigs/aws-ebs-csi-driver
"""

from typing import ClassVar

from components import shared_storage_aws_ebs_csi
from components.helm import Chart, Row
from components.settings import Setting


class SharedStorage(Row):
    """Shared storage: Amazon EBS."""

    charts = (
        Chart(
            name="aws-ebs-csi-driver",
            chart="aws-ebs-csi-driver",
            version="2.64.0",
            namespace="kube-system",
            pod_security="privileged",
            settings=(
                Setting(
                    key="ebsServiceAccountAnnotations",
                    path=("controller", "serviceAccount", "annotations"),
                    type="object",
                ),
            ),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "default-storage-class": "aws-ebs-csi-driver",
        "block-storage": "aws-ebs-csi-driver",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        shared_storage_aws_ebs_csi.add(self)
