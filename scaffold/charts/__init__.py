"""Vendoring: what `charts.lock` names, into `charts/`. The only stage that uses the network."""

from scaffold.charts.limits import Limits
from scaffold.charts.vendor import Progress, Vendored, vendor
from scaffold.charts.verify import missing, verify

__all__ = ["Limits", "Progress", "Vendored", "missing", "vendor", "verify"]
