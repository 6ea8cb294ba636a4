"""Alerts of what is installed, for whichever monitoring reads PrometheusRule objects."""

from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components.helm import Row


@dataclass(frozen=True)
class Alert:
    """One alert; what to do about it stands on the option's page."""

    name: str
    expression: str
    lasting: str
    """How long the expression must hold: `10m`."""
    severity: str
    """`critical` wakes somebody, `warning` does not."""
    summary: str


@dataclass(frozen=True)
class Alerts:
    """The alerts of one option: one object beside what they watch."""

    name: str
    namespace: str
    page: str
    """The page of the option, for the person on call."""
    alerts: tuple[Alert, ...]

    def add(self, row: Row, *after: pulumi.Resource) -> None:
        """After the namespace, what the row waits for, and what is named."""
        namespace = [row.namespaces[self.namespace]] if self.namespace in row.namespaces else []
        rules = [
            {
                "alert": alert.name,
                "expr": alert.expression,
                "for": alert.lasting,
                "labels": {"severity": alert.severity},
                "annotations": {"summary": alert.summary, "runbook": self.page},
            }
            for alert in self.alerts
        ]
        CustomResource(
            f"{self.name}-alerts",
            api_version="monitoring.coreos.com/v1",
            kind="PrometheusRule",
            metadata={"name": f"{self.name}-alerts", "namespace": self.namespace},
            spec={"groups": [{"name": self.name, "rules": rules}]},
            opts=row.child(*namespace, *after),
        )
