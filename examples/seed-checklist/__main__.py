"""The platform seed-checklist: one component per row of the checklist."""

import custom
from components import cluster
from components.api_gateway import ApiGateway
from components.authorization import Authorization
from components.certificates import Certificates
from components.crds import Crds
from components.deployment_pipeline import DeploymentPipeline
from components.ingress_controller import IngressController
from components.log_aggregation import LogAggregation
from components.monitoring import Monitoring
from components.network_policies import NetworkPolicies
from components.secrets_management import SecretsManagement
from components.service_catalogue import ServiceCatalogue
from components.service_mesh import ServiceMesh
from components.shared_storage import SharedStorage
from components.volume_snapshots import VolumeSnapshots

custom.before()
opts = cluster.connect()

crds = Crds("crds", opts)
network_policies = NetworkPolicies(
    "network-policies",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
)
shared_storage = SharedStorage(
    "shared-storage",
    opts,
    kinds=[
        crds.gate("volume-snapshots"),
    ],
    after=[
        network_policies.gate("cni"),
    ],
)
ingress_controller = IngressController(
    "ingress-controller",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        network_policies.gate("cni"),
    ],
)
service_catalogue = ServiceCatalogue(
    "service-catalogue",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        network_policies.gate("cni"),
    ],
)
authorization = Authorization(
    "authorization",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        network_policies.gate("cni"),
    ],
)
certificates = Certificates(
    "certificates",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
        crds.gate("gateway-api"),
    ],
    after=[
        network_policies.gate("cni"),
    ],
)
volume_snapshots = VolumeSnapshots(
    "volume-snapshots",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        network_policies.gate("cni"),
    ],
)
deployment_pipeline = DeploymentPipeline(
    "deployment-pipeline",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        shared_storage.gate("default-storage-class"),
        network_policies.gate("cni"),
    ],
)
monitoring = Monitoring(
    "monitoring",
    opts,
    after=[
        certificates.gate("certificates"),
        shared_storage.gate("default-storage-class"),
        network_policies.gate("cni"),
    ],
)
secrets_management = SecretsManagement(
    "secrets-management",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        certificates.gate("certificates"),
        shared_storage.gate("default-storage-class"),
        network_policies.gate("cni"),
    ],
)
api_gateway = ApiGateway(
    "api-gateway",
    opts,
    kinds=[
        crds.gate("gateway-api"),
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        certificates.gate("certificates"),
        network_policies.gate("cni"),
    ],
)
service_mesh = ServiceMesh(
    "service-mesh",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
        crds.gate("gateway-api"),
    ],
    after=[
        certificates.gate("certificates"),
        certificates.gate("trust-bundles"),
        network_policies.gate("cni"),
    ],
)
log_aggregation = LogAggregation(
    "log-aggregation",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        shared_storage.gate("default-storage-class"),
        network_policies.gate("cni"),
    ],
)

custom.after(
    [
        network_policies,
        shared_storage,
        ingress_controller,
        service_catalogue,
        authorization,
        certificates,
        volume_snapshots,
        deployment_pipeline,
        monitoring,
        secrets_management,
        api_gateway,
        service_mesh,
        log_aggregation,
    ]
)
