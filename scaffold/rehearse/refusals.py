"""Why something was not accepted or never became ready: release, object, reason."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scaffold.model.plan import Plan
from scaffold.rehearse.plane import ControlPlane
from scaffold.rehearse.report import Refusal

_NAMED = re.compile(
    r"(?P<kind>[A-Z]\w+)[\w.]* \"(?P<name>[^\"]+)\" (?:is invalid|is forbidden|already exists)"
    r"|(?:unable to create new content|no matches for kind \"(?P<missing>\w+)\")"
)
_HELM = re.compile(
    r"^Helm release \S+ was created, but failed to initialize completely\..*?Error: "
)
"""What Helm says before the error itself, whatever the error is."""
MOST = 800
"""Characters of a reason: an invalid CRD can fill a page."""


def told(errors: Iterable[tuple[str, str]], plan: Plan) -> Iterator[Refusal]:
    """The engine's messages, each once."""
    names = {r.name for r in plan.releases} | {p.name for p in plan.packed}
    seen = set()
    for name, message in errors:
        reason = _short(message)
        if reason and (name, reason) not in seen:
            seen.add((name, reason))
            yield Refusal(name if name in names else "", _object(message) or name, reason)


def _object(message: str) -> str:
    found = _NAMED.search(message)
    if not found:
        return ""
    return f"{found['kind']}/{found['name']}" if found["kind"] else str(found["missing"] or "")


def _short(message: str) -> str:
    """The message on one line, without what every message has."""
    lines = [line.strip(" *\t") for line in message.splitlines()]
    whole = " ".join(line for line in lines if line and not re.match(r"\d+ errors? occurred", line))
    whole = _HELM.sub("", whole)
    return "" if whole in ("update failed", "destroy failed") else whole[:MOST]


def unready(plane: ControlPlane, plan: Plan) -> Iterator[Refusal]:
    """Pods that could not be made: Pod Security, quotas, missing accounts."""
    text = plane.kubectl("get", "events", "-A", "-o", "json", "--field-selector", "type=Warning")
    query = ("get", "pods", "-A", "--field-selector", "status.phase=Pending", "-o")
    pending = plane.kubectl(*query, "jsonpath={.items[*].metadata.name}").split()
    seen = set()
    for event in json.loads(text)["items"]:
        about, reason = event["involvedObject"], event.get("reason")
        if reason != "FailedCreate" and not (
            reason == "FailedScheduling" and about["name"] in pending
        ):
            continue
        name = _workload(about)
        thing = f"{about['kind']}/{about.get('namespace', '')}/{name}"
        if thing not in seen:
            seen.add(thing)
            yield Refusal(_release(about, plan), thing, event["message"][:MOST])


def _workload(about: Mapping[str, Any]) -> str:
    """A ReplicaSet's name without the hash of its template."""
    name = str(about["name"])
    return name.rpartition("-")[0] if about["kind"] == "ReplicaSet" else name


def _release(about: Mapping[str, Any], plan: Plan) -> str:
    """The release of that namespace whose name the object's begins with, or the only one."""
    there = [r.name for r in plan.releases if r.namespace == about.get("namespace")]
    own = [name for name in there if str(about["name"]).startswith(name)]
    return max(own, key=len) if own else there[0] if len(there) == 1 else ""
