"""Service catalogue/broker.

Crossplane. Offers databases, buckets and more as custom resources. https://docs.crossplane.io/
"""

from typing import ClassVar

from components import service_catalogue_crossplane
from components.helm import Chart, Row
from components.settings import Setting


class ServiceCatalogue(Row):
    """Service catalogue/broker: Crossplane."""

    charts = (
        Chart(
            name="crossplane",
            chart="crossplane",
            version="2.3.4",
            namespace="crossplane-system",
            pod_security="baseline",
            wait_seconds=600,
            settings=(
                Setting(
                    key="crossplaneProviders",
                    path=("provider", "packages"),
                    type="array",
                ),
                Setting(
                    key="crossplaneFunctions",
                    path=("function", "packages"),
                    type="array",
                ),
            ),
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "service-catalogue": "crossplane",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        service_catalogue_crossplane.add(self)
