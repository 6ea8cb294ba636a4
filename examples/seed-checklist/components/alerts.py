"""Alerts of what is installed, for whichever monitoring reads PrometheusRule objects."""

import math
import re
from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource

from components.dashboards import Dashboard, Panel
from components.helm import Row

LIMIT = re.compile(r"(?P<query>.+) [<>=!]=? (?P<limit>[\d.]+( \* [\d.]+)*)")
ABSENT = re.compile(r"absent\((?P<query>.+?)( == (?P<limit>1))?\)")
JOINED = re.compile(r" (and|or|unless) ")


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

    def panel(self, page: str) -> Panel:
        """What the alert watches, with its limit as a line; the alert itself where it watches more
        than one thing: then a line means that it fires."""
        found = ABSENT.fullmatch(self.expression) or LIMIT.fullmatch(self.expression)
        text = f"{self.severity}, after {self.lasting} of `{self.expression}`: {page}"
        if found is None or JOINED.search(self.expression):
            return Panel(self.name, self.expression, text)
        parts = found.groupdict()
        limit = math.prod(map(float, parts["limit"].split(" * "))) if parts["limit"] else None
        return Panel(self.name, parts["query"], text, limit)


@dataclass(frozen=True)
class Alerts:
    """The alerts of one option: one object beside what they watch."""

    name: str
    namespace: str
    page: str
    """The page of the option, for the person on call."""
    alerts: tuple[Alert, ...]

    def add(self, row: Row, *after: pulumi.Resource) -> None:
        """After the namespace, the kind, and what is named."""
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
            opts=row.note(self.namespace, *after),
        )
        panels = tuple(alert.panel(self.page) for alert in self.alerts)
        Dashboard(self.name, self.namespace, self.page, panels).add(row)
