"""Archives for charts that are not here: what is packed, from what, and what is left out."""

import io
import json
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from scaffold.catalogue import load
from scaffold.constraints import resolve
from scaffold.model.answers import Answers
from scaffold.model.plan import Plan
from scaffold.rehearse import graph, kinds
from scaffold.rehearse.archive import literal, pack
from scaffold.rehearse.manifests import Object, chart, kept, manifest, objects
from scaffold.rehearse.standin import Packer

CATALOGUE = Path(__file__).parent / "engine" / "blueprints"
RENDERED = """---
# Source: widgets/crds/widgets.yaml
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.tests.example.com
spec:
  group: tests.example.com
  names:
    kind: Widget
    plural: widgets
---
# Source: widgets/charts/inner/templates/map.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: map
  annotations:
    helm.sh/hook: pre-install
data:
  greeting: "{{ hello }}"
---
# Source: widgets/templates/monitor.yaml
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: monitor
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return resolve(load(CATALOGUE), Answers(project="acme", platform="kind"))


@pytest.fixture
def rendered(tmp_path: Path) -> Path:
    folder = tmp_path / "rendered" / "widgets-1.0.0" / "manifests"
    folder.mkdir(parents=True)
    (folder / "kinds.widgets.widgets.yaml").write_text(RENDERED)
    (folder / "kinds.other.other.yaml").write_text("kind: ConfigMap\n")
    return tmp_path / "rendered"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root" / "components").mkdir(parents=True)
    return tmp_path / "root"


def members(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as tar:
        return {m.name: tar.extractfile(m).read() for m in tar}  # type: ignore[union-attr]


def inside(root: Path, file: str) -> dict[str, bytes]:
    return members((root / "charts" / file).read_bytes())


def test_the_same_texts_are_the_same_bytes() -> None:
    texts = {"templates/b.yaml": b"b", "templates/a.yaml": b"a"}
    assert pack("x", "1.0.0", texts) == pack("x", "1.0.0", dict(reversed(texts.items())))
    assert list(members(pack("x", "1.0.0", texts))) == [
        "x/Chart.yaml",
        "x/templates/a.yaml",
        "x/templates/b.yaml",
    ]


def test_every_sub_chart_gets_its_chart_yaml() -> None:
    texts = {"charts/a/charts/b/templates/t.yaml": b"", "charts/a/crds/c.yaml": b""}
    found = set(members(pack("x", "1.0.0", texts)))
    assert {"x/charts/a/Chart.yaml", "x/charts/a/charts/b/Chart.yaml"} <= found


def test_braces_survive_as_a_template() -> None:
    assert literal("a {{ b }}") == 'a {{ "{{" }} b }}'


def test_rendered_objects_go_back_to_their_places() -> None:
    found = list(objects(RENDERED))
    assert [(o.path, o.kind, o.in_folder) for o in found] == [
        ("crds/widgets.yaml", ("apiextensions.k8s.io", "CustomResourceDefinition"), True),
        ("charts/inner/templates/map.yaml", ("", "ConfigMap"), False),
        ("templates/monitor.yaml", ("monitoring.coreos.com", "ServiceMonitor"), False),
    ]
    assert found[0].defines == ("tests.example.com", "Widget")
    assert found[1].defines is None
    files = chart(found)
    assert b'greeting: "{{ "{{" }} hello }}"' in files["charts/inner/templates/map.yaml"]
    assert b"helm.sh/hook: pre-install" in files["charts/inner/templates/map.yaml"]


def test_a_crd_that_is_printed_as_json_is_read() -> None:
    spec = 'spec: {"group":"g.example.com","names":{"plural":"ps","kind":"P"},"versions":[{}]}\n'
    kind = 'apiVersion: "apiextensions.k8s.io/v1"\nkind: "CustomResourceDefinition"\n'
    one = Object("", f'{kind}metadata: {{"annotations":{{"name":"no"}},"name":"ps.g"}}\n{spec}')
    assert one.defines == ("g.example.com", "P")


def test_the_manifest_of_the_option_is_chosen_before_that_of_the_release(rendered: Path) -> None:
    folder = rendered / "widgets-1.0.0"
    chosen = manifest(folder, "widgets", "kinds/other")
    assert chosen is not None
    assert chosen.name == "kinds.other.other.yaml"
    assert manifest(folder, "x", "y/z") is not None
    assert manifest(rendered / "absent-1.0.0", "x", "y/z") is None


def test_a_kept_crd_says_so_once_and_keeps_its_annotations() -> None:
    plain = "kind: CustomResourceDefinition\nmetadata:\n  name: a\n"
    noted = "kind: CustomResourceDefinition\nmetadata:\n  annotations:\n    b: c\n  name: a\n"
    flow = 'kind: CustomResourceDefinition\nmetadata: {"name":"a"}\n'
    both = 'kind: CustomResourceDefinition\nmetadata: {"annotations":{"b":"c"},"name":"a"}\n'
    more: dict[str, str]
    for text, more in ((plain, {}), (noted, {"b": "c"}), (flow, {}), (both, {"b": "c"})):
        notes = yaml.safe_load(kept(text))["metadata"]["annotations"]
        assert notes == {"helm.sh/resource-policy": "keep", **more}


def test_every_release_gets_an_archive_and_a_sum(plan: Plan, root: Path, rendered: Path) -> None:
    packer = Packer(plan, root, rendered)
    assert packer.pack() == {}
    assert packer.origins == {
        "widgets-crds-1.0.0.tgz": "rendered objects",
        "steady-1.0.0.tgz": "our own",
        "store-1.0.0.tgz": "our own",
        "widgets-1.0.0.tgz": "rendered objects",
        "gadget-crds-1.0.0.tgz": "our own",
        "gadgets-1.0.0.tgz": "our own",
    }
    lines = (root / "charts.sum").read_text().splitlines()
    assert lines == [
        f"{sha256((root / 'charts' / name).read_bytes()).hexdigest()}  charts/{name}"
        for name in sorted(packer.origins)
    ]


def test_packed_crds_are_a_sub_chart_and_are_kept(plan: Plan, root: Path, rendered: Path) -> None:
    Packer(plan, root, rendered).pack()
    found = inside(root, "widgets-crds-1.0.0.tgz")
    path = "widgets-crds/charts/objects/templates/tests.example.com.Widget.yaml"
    assert b"helm.sh/resource-policy: keep" in found[path]


def test_packed_crds_come_from_the_folder_of_an_archive_that_is_there(
    plan: Plan, root: Path, rendered: Path
) -> None:
    (root / "charts").mkdir()
    crd = RENDERED.split("---\n")[2].encode()
    content = pack("widgets", "1.0.0", {"crds/a.yaml": crd})
    (root / "charts" / "widgets-1.0.0.tgz").write_bytes(content)
    module = root / "components" / "kinds_widgets.py"
    module.write_text('C("x", api_version="tests.example.com/v1", kind="Widget")\n')
    packer = Packer(plan, root, rendered)
    assert packer.pack() == {}
    assert packer.origins["widgets-crds-1.0.0.tgz"] == "archive"
    path = "widgets-crds/charts/objects/templates/tests.example.com.Widget.yaml"
    assert b"widgets.tests.example.com" in inside(root, "widgets-crds-1.0.0.tgz")[path]


def test_what_nothing_defines_is_left_out_and_told(plan: Plan, root: Path, rendered: Path) -> None:
    packer = Packer(plan, root, rendered)
    packer.pack()
    assert packer.left_out == {"widgets": ("ServiceMonitor/monitor",)}
    assert "widgets/templates/monitor.yaml" not in inside(root, "widgets-1.0.0.tgz")


def test_what_the_program_makes_itself_is_left_out(plan: Plan, root: Path, rendered: Path) -> None:
    module = root / "components" / "kinds_widgets.py"
    module.write_text('def add(row):\n    ConfigMap(\n        "map",\n        data={})\n')
    packer = Packer(plan, root, rendered)
    packer.pack()
    assert packer.left_out == {"widgets": ("ConfigMap/map", "ServiceMonitor/monitor")}


def test_an_api_that_a_pod_would_answer_is_left_out(plan: Plan, root: Path, rendered: Path) -> None:
    manifest = rendered / "widgets-1.0.0" / "manifests" / "kinds.widgets.widgets.yaml"
    api = "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata:\n  name: v1.of.pods\n"
    manifest.write_text(f"{manifest.read_text()}---\n# Source: widgets/templates/api.yaml\n{api}")
    packer = Packer(plan, root, rendered)
    packer.pack()
    assert packer.left_out == {"widgets": ("APIService/v1.of.pods", "ServiceMonitor/monitor")}


def test_a_crd_that_another_release_brings_is_left_out(
    plan: Plan, root: Path, rendered: Path
) -> None:
    folder = rendered / "gadgets-1.0.0" / "manifests"
    folder.mkdir(parents=True)
    crd = RENDERED.split("---\n")[2]
    (folder / "extras.gadgets.gadgets.yaml").write_text(f"# Source: g/templates/a.yaml\n{crd}")
    Packer(plan, root, rendered).pack()
    assert set(inside(root, "gadgets-1.0.0.tgz")) == {"gadgets/Chart.yaml"}


def test_a_stand_in_of_our_own_has_what_must_become_ready(plan: Plan, root: Path) -> None:
    Packer(plan, root, root / "nowhere").pack()
    one = json.loads(inside(root, "store-1.0.0.tgz")["store/templates/0.json"])
    assert (one["kind"], one["metadata"]["name"]) == ("StatefulSet", "store")
    pod = one["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"]
    nothing = json.loads(inside(root, "gadgets-1.0.0.tgz")["gadgets/templates/0.json"])
    assert nothing["kind"] == "ConfigMap"


def test_archives_that_are_there_are_used_first(
    plan: Plan, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "charts").mkdir()
    (root / "charts" / "steady-1.0.0.tgz").write_bytes(pack("steady", "1.0.0", {}))
    (tmp_path / "given").mkdir()
    for name in ("steady", "store"):
        (tmp_path / "given" / f"{name}-1.0.0.tgz").write_bytes(pack(name, "1.0.0", {"x": b"y"}))
    monkeypatch.setenv("SCAFFOLD_CHARTS", str(tmp_path / "given"))
    packer = Packer(plan, root, root / "nowhere")
    packer.pack()
    assert packer.origins["steady-1.0.0.tgz"] == packer.origins["store-1.0.0.tgz"] == "archive"
    assert set(inside(root, "steady-1.0.0.tgz")) == {"steady/Chart.yaml"}
    assert inside(root, "store-1.0.0.tgz")["store/x"] == b"y"


def test_the_sum_of_an_archive_of_the_users_stays(plan: Plan, root: Path) -> None:
    (root / "charts").mkdir()
    (root / "charts" / "steady-1.0.0.tgz").write_bytes(b"not what was vendored")
    line = f"{'0' * 64}  charts/steady-1.0.0.tgz"
    (root / "charts.sum").write_text(f"{line}\n")
    text = 'CustomResource("x", api_version="a.example.com/v1", kind="Thing")\n'
    (root / "components" / "web_steady.py").write_text(text)
    assert Packer(plan, root, root / "nowhere").pack() == {("a.example.com", "Thing"): "v1"}
    lines = (root / "charts.sum").read_text().splitlines()
    assert line in lines
    assert len(lines) == 6


def test_kinds_that_only_the_program_uses_are_asked_for(plan: Plan, root: Path) -> None:
    text = 'CustomResource("x", api_version="a.example.com/v1", kind="Thing")\n'
    (root / "components" / "kinds_widgets.py").write_text(text)
    assert Packer(plan, root, root / "nowhere").pack() == {("a.example.com", "Thing"): "v1"}
    text = 'f("Issuer")\n\ndef f(kind):\n    C(api_version="b.example.com/v1",\n      kind=kind)\n'
    (root / "components" / "kinds_widgets.py").write_text(text)
    assert kinds.of_program(root) == {("b.example.com", "Issuer"): "v1"}


def test_kinds_that_an_archive_seems_to_define_are_not_asked_for(plan: Plan, root: Path) -> None:
    module = root / "components" / "kinds_widgets.py"
    makes = 'CustomResource("x", api_version="{}.example.com/v1", kind="Thing")\n'
    module.write_text(makes.format("a") + makes.format("b"))
    crd = b"kind: CustomResourceDefinition\ngroup: b.example.com\nkind: Thing\n"
    (root / "charts").mkdir()
    content = pack("steady", "1.0.0", {"templates/crd.yaml": crd})
    (root / "charts" / "steady-1.0.0.tgz").write_bytes(content)
    assert Packer(plan, root, root / "nowhere").pack() == {("a.example.com", "Thing"): "v1"}


def test_the_graph_is_that_of_the_generated_program(plan: Plan) -> None:
    waiting = graph.waits(plan)
    assert waiting["gadgets"] == ("gadget-crds", "widgets-crds")
    assert waiting["widgets"] == ("widgets-crds",)
    assert waiting["steady"] == ()
    assert graph.behind("gadgets", waiting) == {"gadget-crds", "widgets-crds"}
    took = {"gadget-crds": 3.0, "widgets-crds": 1.0, "widgets": 2.5, "gadgets": 1.0, "steady": 3.9}
    assert graph.longest(waiting, took) == ("gadget-crds", "gadgets")


def test_a_release_in_another_row_is_waited_for_through_its_gate(plan: Plan) -> None:
    answers = Answers(project="acme", platform="kind", choices={"kinds": ()})
    alone = resolve(load(CATALOGUE), replace(answers, stacks=("dev",)))
    assert graph.waits(alone)["gadgets"] == ("gadget-crds",)
    assert graph.waits(plan)["gadgets"] != graph.waits(alone)["gadgets"]
