"""How Envoy runs behind every Gateway of the class."""

from typing import Any

import pulumi

OWNER = "gateway.envoyproxy.io/owning-gateway-name"


def spec(config: pulumi.Config) -> dict[str, Any]:
    """Size, disruption budget, Service and access log of the Envoy pods."""
    return {
        "provider": {
            "type": "Kubernetes",
            "kubernetes": {
                "envoyDeployment": {
                    "pod": {"topologySpreadConstraints": _spread()},
                    "container": {
                        "resources": {
                            "requests": {"cpu": "250m", "memory": "256Mi"},
                            "limits": {"memory": "1Gi"},
                        },
                    },
                },
                "envoyHpa": {
                    "minReplicas": config.get_int("gatewayMinReplicas") or 2,
                    "maxReplicas": config.get_int("gatewayMaxReplicas") or 6,
                    "metrics": [
                        {
                            "type": "Resource",
                            "resource": {
                                "name": "cpu",
                                "target": {"type": "Utilization", "averageUtilization": 70},
                            },
                        },
                    ],
                },
                "envoyPDB": {"maxUnavailable": 1},
                "envoyService": {
                    "type": "LoadBalancer",
                    "externalTrafficPolicy": "Local",
                    "annotations": config.get_object("gatewayLoadBalancerAnnotations") or {},
                },
            },
        },
        # Load balancers of AWS go on sending to the node of a pod that stops: up to a minute.
        "shutdown": {
            "healthCheckFailureDelay": "95s",
            "minDrainDuration": "100s",
            "drainTimeout": "160s",
        },
        "telemetry": {"metrics": {"prometheus": {}}},
    }


def _spread() -> list[dict[str, Any]]:
    """The Envoy pods of a Gateway are spread among themselves, over zones and nodes."""
    return [
        {
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": {"app.kubernetes.io/component": "proxy"}},
            "matchLabelKeys": [OWNER],
        }
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]
