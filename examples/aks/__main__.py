"""The platform aks: one component per row of the checklist."""

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
from components.policy import Policy
from components.secrets_management import SecretsManagement
from components.service_catalogue import ServiceCatalogue
from components.service_mesh import ServiceMesh
from components.shared_storage import SharedStorage

custom.before()
opts = cluster.connect()

crds = Crds("crds", opts)
shared_storage = SharedStorage("shared-storage", opts)
secrets_management = SecretsManagement(
    "secrets-management",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
)
ingress_controller = IngressController(
    "ingress-controller",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
        crds.gate("gateway-api"),
    ],
)
service_catalogue = ServiceCatalogue(
    "service-catalogue",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
)
network_policies = NetworkPolicies("network-policies", opts)
authorization = Authorization("authorization", opts)
certificates = Certificates(
    "certificates",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
        crds.gate("gateway-api"),
    ],
)
policy = Policy("policy", opts)
deployment_pipeline = DeploymentPipeline(
    "deployment-pipeline",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
    after=[
        shared_storage.gate("default-storage-class"),
    ],
)
monitoring = Monitoring(
    "monitoring",
    opts,
    after=[
        certificates.gate("certificates"),
        shared_storage.gate("default-storage-class"),
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
    ],
)

custom.after(
    [
        shared_storage,
        secrets_management,
        ingress_controller,
        service_catalogue,
        network_policies,
        authorization,
        certificates,
        policy,
        deployment_pipeline,
        monitoring,
        api_gateway,
        service_mesh,
        log_aggregation,
    ]
)
