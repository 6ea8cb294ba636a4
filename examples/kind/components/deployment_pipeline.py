"""Deployment pipeline.

Flux. Pulls what Git declares into the cluster; installed by the Flux Operator. https://fluxcd.io/
"""

from typing import ClassVar

from components import deployment_pipeline_flux
from components.helm import Chart, Credential, Row
from components.settings import Setting


class DeploymentPipeline(Row):
    """Deployment pipeline: Flux."""

    charts = (
        Chart(
            name="flux-operator",
            chart="flux-operator",
            version="0.49.0",
            namespace="flux-system",
            pod_security="restricted",
        ),
        Chart(
            name="flux",
            chart="flux-instance",
            version="0.49.0",
            namespace="flux-system",
            pod_security="restricted",
            wait_seconds=600,
            waits_for=("flux-operator",),
            settings=(
                Setting(
                    key="fluxGitUrl",
                    path=("instance", "sync", "url"),
                    type="string",
                ),
                Setting(
                    key="fluxGitRef",
                    path=("instance", "sync", "ref"),
                    type="string",
                ),
                Setting(
                    key="fluxGitPath",
                    path=("instance", "sync", "path"),
                    type="string",
                ),
            ),
        ),
    )
    credentials = (
        Credential(
            name="flux-system",
            namespace="flux-system",
            keys={
                "username": "fluxGitUsername",
                "password": "fluxGitToken",
            },
        ),
    )
    gates: ClassVar[dict[str, str]] = {
        "gitops": "flux",
    }

    def extras(self) -> None:
        """Custom resources of the chosen options."""
        deployment_pipeline_flux.add(self)
