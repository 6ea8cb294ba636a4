"""A small catalogue of five rows and a last one that only others want, made by hand."""

from typing import Any

from scaffold.model.blueprint import (
    Blueprint,
    Catalogue,
    Conflict,
    Footprint,
    Retirement,
    Row,
)
from scaffold.model.release import Setting

DOMAIN = Setting(
    key="domain", type="string", description="DNS zone of the web pages", example="acme.example"
)


def option(row: str, name: str, title: str, **more: Any) -> Blueprint:
    more.setdefault("footprint", Footprint(cpu_millicores=100, memory_mebibytes=512))
    more.setdefault("summary", f"Does what {title} does")
    return Blueprint(row=row, id=name, title=title, homepage="https://example.org", **more)


def row(name: str, title: str, position: int, *options: Blueprint, **more: Any) -> Row:
    return Row(
        id=name,
        title=title,
        question=f"Which {title.lower()}?",
        why=f"Every cluster needs {title.lower()}.",
        position=position,
        source="checklist",
        options=options,
        **more,
    )


INGRESS = row(
    "ingress-controller",
    "Ingress controller",
    1,
    option("ingress-controller", "traefik", "Traefik"),
    option("ingress-controller", "haproxy", "HAProxy"),
    option(
        "ingress-controller",
        "ingress-nginx",
        "NGINX (ingress-nginx)",
        retired=Retirement(date="2026-03-24", because="archived", successor="traefik"),
    ),
    option(
        "ingress-controller",
        "istio",
        "Istio gateway",
        provides={"mesh": {}},
        exclusive=("mesh",),
        config=(DOMAIN,),
    ),
    optional=False,
    default={"any": ("traefik",)},
)
STORAGE = row(
    "shared-storage",
    "Shared storage",
    2,
    option("shared-storage", "ebs", "EBS", platforms=("eks",)),
    option(
        "shared-storage",
        "local-path",
        "Local path",
        conflicts=(Conflict(option="shared-storage/nfs", because="both own the node's disk"),),
    ),
    option("shared-storage", "nfs", "NFS"),
    option("shared-storage", "gone", "Gone", barred="not verified upstream"),
    choice="many",
    default={"eks": ("ebs",), "any": ("local-path",)},
)
MESH = row(
    "service-mesh",
    "Service mesh",
    3,
    option("service-mesh", "linkerd", "Linkerd", provides={"mesh": {}}, exclusive=("mesh",)),
    option("service-mesh", "sidecarless", "Sidecarless", kubernetes=">=1.40"),
    default={"any": ("linkerd",)},
)
GATEWAY = row(
    "api-gateway",
    "API Gateway",
    4,
    option("api-gateway", "envoy", "Envoy Gateway", requires=("gateway-api",)),
    default={"any": ()},
)
DNS = row("dns", "DNS records", 5)
CRDS = row(
    "gateway-api",
    "Gateway API",
    6,
    option("gateway-api", "upstream", "Upstream", provides={"gateway-api": {}}),
    option("gateway-api", "preinstalled", "Preinstalled", provides={"gateway-api": {}}),
    ask="when-wanted",
    default={"any": ("upstream",)},
)
SMALL = Catalogue(rows=(INGRESS, STORAGE, MESH, GATEWAY, DNS, CRDS))
