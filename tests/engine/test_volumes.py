"""Volumes on the rehearsal's control plane: who binds a claim, and what is left of it."""

import json
import time
from typing import Any

import pytest

from scaffold.rehearse.plane import ControlPlane

pytestmark = pytest.mark.engine
PLACE = "volumes"
CLAIMS = 20
"""So many that a simulator which binds what it should leave alone is first at least once."""


def volume(name: str) -> dict[str, Any]:
    """A volume of no class, as a chart brings it for a share that exists already."""
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name, "labels": {"of": PLACE, "share": name}},
        "spec": {
            "accessModes": ["ReadWriteMany"],
            "capacity": {"storage": "1Gi"},
            "persistentVolumeReclaimPolicy": "Retain",
            "nfs": {"server": "192.0.2.1", "path": f"/{name}"},
        },
    }


def claim(name: str, **more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name, "namespace": PLACE},
        "spec": {
            "accessModes": ["ReadWriteMany"],
            "resources": {"requests": {"storage": "1Gi"}},
            **more,
        },
    }


def wanted(name: str) -> dict[str, Any]:
    """A claim of no class, for the volume with the label."""
    return claim(name, storageClassName="", selector={"matchLabels": {"share": name}})


def volumes(plane: ControlPlane) -> dict[str, str]:
    """Name -> phase of every volume."""
    found = json.loads(plane.kubectl("get", "persistentvolumes", "-o", "json"))["items"]
    return {one["metadata"]["name"]: one["status"]["phase"] for one in found}


def bound(plane: ControlPlane) -> dict[str, str]:
    """Claim -> its volume, once every claim has one."""
    query = ("get", "persistentvolumeclaims", "--namespace", PLACE, "-o", "json")
    until = time.monotonic() + 60
    while True:
        found = json.loads(plane.kubectl(*query))["items"]
        if all(one.get("status", {}).get("phase") == "Bound" for one in found):
            return {one["metadata"]["name"]: one["spec"]["volumeName"] for one in found}
        assert time.monotonic() < until, found
        time.sleep(0.2)


def test_a_claim_of_no_class_takes_the_volume_that_is_there_and_leaves_no_other(
    plane: ControlPlane,
) -> None:
    before = volumes(plane)
    names = [f"share-{number}" for number in range(CLAIMS)]
    plane.kubectl("create", "namespace", PLACE)
    objects = [volume(name) for name in names]
    objects += [wanted(name) for name in names]
    objects.append(claim("made", storageClassName="fast"))
    given = json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})
    plane.kubectl("create", "-f", "-", given=given)
    taken = bound(plane)
    assert taken.pop("made").startswith("pvc-")
    assert taken == {name: name for name in names}
    plane.kubectl("delete", "namespace", PLACE)
    until = time.monotonic() + 60
    while set(volumes(plane)) != set(before) | set(names):
        assert time.monotonic() < until, volumes(plane)
        time.sleep(0.2)
    plane.kubectl("delete", "persistentvolumes", "--selector", f"of={PLACE}")
