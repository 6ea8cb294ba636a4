"""Which kinds a cluster has, and which a rehearsal must bring."""

from pathlib import Path

from scaffold.rehearse import kinds
from scaffold.rehearse.manifests import Object


def test_a_crd_without_a_schema_accepts_everything() -> None:
    one = kinds.crd("a.example.com", "v1", "ClusterPolicy")
    assert one["metadata"]["name"] == "clusterpolicies.a.example.com"
    assert one["spec"]["scope"] == "Cluster"
    schema = one["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    assert schema["x-kubernetes-preserve-unknown-fields"] is True
    assert kinds.crd("snapshot.storage.k8s.io", "v1", "VolumeSnapshotClass")["metadata"][
        "name"
    ] == ("volumesnapshotclasses.snapshot.storage.k8s.io")


def test_a_file_of_upstream_holds_its_kinds_or_the_one_it_is_called_after() -> None:
    whole = "https://example.com/kubernetes-sigs/gateway-api/standard-install.yaml"
    assert "httproutes.gateway.networking.k8s.io.json" in kinds.of_file(whole)
    place = "https://example.com/kubernetes-csi/external-snapshotter/crd/"
    one = kinds.of_file(f"{place}snapshot.storage.k8s.io_volumesnapshots.yaml")
    assert set(one) == {"volumesnapshots.snapshot.storage.k8s.io.json"}
    assert kinds.of_file("https://example.com/other/file.yaml") == {}


def test_an_object_without_a_group_is_of_the_core() -> None:
    assert Object("", "apiVersion: v1\nkind: Secret\n").kind == ("", "Secret")
    assert Object("", 'apiVersion: "apps/v1"\nkind: "DaemonSet"\n').kind == ("apps", "DaemonSet")


def test_what_an_option_makes_itself_is_known_by_kind_and_name(tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    module = tmp_path / "components/build_pipeline_some.py"
    module.write_text(
        'Namespace(\n    "builds",\n)\nCustomResource(\n    "some-config",\n'
        '    api_version="a.example.com/v1",\n    kind="SomeConfig",\n'
        '    metadata={"name": "config", "namespace": "some"},\n)\n'
    )
    found = kinds.made(tmp_path, "build-pipeline/some")
    assert {("Namespace", "builds"), ("SomeConfig", "config")} <= found
    assert kinds.made(tmp_path, "build-pipeline/other") == frozenset()
