"""The platform gke: one component per row of the checklist."""

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

custom.before()
opts = cluster.connect()

crds = Crds("crds", opts)
deployment_pipeline = DeploymentPipeline(
    "deployment-pipeline",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
)
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
log_aggregation = LogAggregation(
    "log-aggregation",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
)
certificates = Certificates(
    "certificates",
    opts,
    kinds=[
        crds.gate("service-monitor"),
        crds.gate("alert-rules"),
    ],
)
policy = Policy("policy", opts)
monitoring = Monitoring(
    "monitoring",
    opts,
    after=[
        certificates.gate("certificates"),
    ],
)
api_gateway = ApiGateway(
    "api-gateway",
    opts,
    kinds=[
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
    ],
    after=[
        certificates.gate("certificates"),
        certificates.gate("trust-bundles"),
    ],
)

custom.after(
    [
        deployment_pipeline,
        secrets_management,
        ingress_controller,
        service_catalogue,
        network_policies,
        authorization,
        log_aggregation,
        certificates,
        policy,
        monitoring,
        api_gateway,
        service_mesh,
    ]
)
