"""The platform smallest: one component per row of the checklist."""

import custom
from components import cluster
from components.crds import Crds
from components.ingress_controller import IngressController
from components.secrets_management import SecretsManagement

custom.before()
opts = cluster.connect()

crds = Crds("crds", opts)
secrets_management = SecretsManagement("secrets-management", opts)
ingress_controller = IngressController(
    "ingress-controller",
    opts,
    kinds=[
        crds.gate("gateway-api"),
    ],
)

custom.after(
    [
        secrets_management,
        ingress_controller,
    ]
)
