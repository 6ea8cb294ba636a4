"""Kubernetes versions: the cluster's, against the ranges of the chosen options."""

import re
from collections.abc import Iterator

from scaffold.cluster.finding import Finding
from scaffold.cluster.programs import Kubectl, SilentError, at, parsed
from scaffold.model.kubernetes import within
from scaffold.model.plan import Plan

_VERSION = re.compile(r"v?(\d+)\.(\d+)")


def server(kubectl: Kubectl) -> str:
    """The cluster's version, such as `1.37`. Raises SilentError where it cannot be reached."""
    answer = parsed(kubectl.ask("version", "-o", "json"), "kubectl")
    match = _VERSION.match(str(at(answer, "serverVersion", "gitVersion")))
    if not match:
        raise SilentError("kubectl names no version of the cluster")
    return f"{match[1]}.{match[2]}"


def look(plan: Plan, version: str) -> Iterator[Finding]:
    """Whether every chosen option takes the cluster's version, and the answers name it."""
    bad = [b for b in plan.blueprints if not within(version, b.kubernetes)]
    for blueprint in bad:
        text = f"{blueprint.ref} needs Kubernetes {blueprint.kubernetes}, this is {version}"
        yield Finding("FAIL", "version", text, "Choose another option, or move the cluster.")
    if version != plan.kubernetes:
        text = f"the cluster is Kubernetes {version}, the answers say {plan.kubernetes}"
        remedy = f'Set kubernetes: "{version}" in .scaffold/answers.yaml, then scaffold apply.'
        yield Finding("WARN", "version", text, remedy)
    elif not bad:
        yield Finding("PASS", "version", f"Kubernetes {version} suits every chosen option")
