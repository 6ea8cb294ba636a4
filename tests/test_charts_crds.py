"""CRDs, packed into charts of their own: a pure function of bytes."""

import gzip
import io
import json
import random
import string
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffold.charts import Progress, Vendored, vendor, verify
from scaffold.charts.fault import ArchiveError
from scaffold.charts.lock import Line, Pack
from scaffold.charts.pack import pack
from scaffold.errors import ChartError
from tests.registry import Registry, chart, line, lock

CRDS = "Compare the option's 'crds' with upstream."
WEB = "web-1.2.3.tgz"


def crd(name: str, text: str = "", **more: Any) -> dict[str, Any]:
    spec = {"group": "example.com", "description": text}
    about = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"}
    return {**about, "metadata": {"name": name}, "spec": spec, **more}


def dumped(*documents: dict[str, Any]) -> bytes:
    return yaml.safe_dump_all(documents).encode()


def packed(source: bytes, origin: str = "", part: int = 1, parts: int = 1) -> bytes:
    return pack(Line("crds", "1.2.3", "https://x", None, Pack(origin, part, parts)), source)


def members(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        files = ((m.name, tar.extractfile(m)) for m in tar)
        return {name: file.read() for name, file in files if file}


def objects(content: bytes) -> list[dict[str, Any]]:
    inside = members(content).items()
    return [json.loads(text) for name, text in inside if "/templates/" in name]


def names(content: bytes) -> list[str]:
    return [one["metadata"]["name"] for one in objects(content)]


def random_text(size: int) -> str:
    """Text that does not compress much, the same in every run."""
    return "".join(random.Random(size).choices(string.ascii_letters, k=size))


def refused(source: bytes, origin: str = "", part: int = 1, parts: int = 1) -> tuple[str, ...]:
    with pytest.raises(ArchiveError) as error:
        packed(source, origin, part, parts)
    return error.value.code, error.value.what, error.value.hint


def test_each_crd_becomes_a_file_of_a_sub_chart() -> None:
    content = packed(dumped(crd("b.example.com"), crd("a.example.com")))
    assert list(members(content)) == [
        "crds/Chart.yaml",
        "crds/charts/objects/Chart.yaml",
        "crds/charts/objects/templates/a.example.com.json",
        "crds/charts/objects/templates/b.example.com.json",
    ]
    about = json.loads(members(content)["crds/Chart.yaml"])
    want = {"apiVersion": "v2", "name": "crds", "type": "application", "version": "1.2.3"}
    assert about == want


def test_the_same_input_gives_the_same_archive() -> None:
    one, two = crd("a.example.com"), crd("b.example.com")
    content = packed(dumped(one, two))
    assert content == packed(dumped(two, one))
    assert gzip.decompress(content)
    assert content[4:8] == bytes(4)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        assert {(m.mtime, m.uid, m.gid, m.uname, m.mode) for m in tar} == {(0, 0, 0, "", 0o644)}


def test_status_goes_and_helm_never_deletes_a_crd() -> None:
    one = crd("a.example.com", status={"conditions": []})
    one["metadata"]["annotations"] = {"own": "kept"}
    (made,) = objects(packed(dumped(one)))
    assert "status" not in made
    assert made["metadata"]["annotations"] == {"own": "kept", "helm.sh/resource-policy": "keep"}
    one["metadata"]["annotations"] = None
    (made,) = objects(packed(dumped(one)))
    assert made["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}


def test_braces_are_no_template_and_mean_the_same() -> None:
    text = 'a {{ .Values.x }} {{{ \\{{ "q" \u0085 \u2028 é 😀'
    content = packed(dumped(crd("a.example.com", text)))
    raw = members(content)["crds/charts/objects/templates/a.example.com.json"]
    assert b"{{" not in raw
    assert json.loads(raw)["spec"]["description"] == text
    assert yaml.safe_load(raw)["spec"]["description"] == text


def test_scalars_are_read_as_kubernetes_reads_them() -> None:
    source = (
        b"kind: CustomResourceDefinition\nmetadata: {name: a}\n"
        b"spec: {eq: =, day: 2020-01-02, time: 22:22, big: 1e3, octal: 010, yes: on, no: off,"
        b" hex: 0x10, half: 0.5, text: '1', nil: ~, under: 1_000, y: z}\n"
    )
    (made,) = objects(packed(source))
    assert made["spec"] == {
        "eq": "=",
        "day": "2020-01-02",
        "time": "22:22",
        "big": 1000,
        "octal": 8,
        "true": "z",
        "false": False,
        "hex": 16,
        "half": 0.5,
        "text": "1",
        "nil": None,
        "under": 1000,
    }


def test_only_the_two_folders_count() -> None:
    source = chart(
        "web",
        files={
            "crds/one.yaml": dumped(crd("own.example.com"), {"kind": "Kustomization"}),
            "crds/deep/two.json": json.dumps(crd("deep.example.com")).encode(),
            "crds/readme.md": b"kind: [",
            "charts/sub/crds/three.yml": dumped(
                crd("sub.example.com"), crd("own.example.com", "x")
            ),
            "charts/sub/charts/more/crds/four.yaml": dumped(crd("far.example.com")),
            "conf/crds/five.yaml": dumped(crd("conf.example.com")),
            "templates/six.yaml": dumped(crd("templates.example.com")),
        },
    )
    content = packed(source, WEB)
    assert names(content) == ["deep.example.com", "own.example.com", "sub.example.com"]
    assert objects(content)[1]["spec"]["description"] == ""


def test_a_chart_of_nothing_but_crds_keeps_them_in_templates() -> None:
    files = {"templates/a.yaml": dumped(crd("a.example.com")), "templates/b.yaml": b"{{ x }}"}
    assert names(packed(chart("web", files=files), WEB)) == ["a.example.com"]


def test_a_crd_with_template_actions_is_refused() -> None:
    files = {"templates/a.yaml": b"kind: CustomResourceDefinition\nmetadata: {{ x }}\n"}
    what = "the CRD in 'templates/a.yaml' is a template with actions"
    assert refused(chart("web", files=files), WEB) == ("SC609", what, CRDS)


def test_no_crd_is_refused() -> None:
    what = "no CRD is in crds/ or templates/ of 'web-1.2.3.tgz'"
    assert refused(chart("web"), WEB) == ("SC609", what, CRDS)
    assert refused(b"kind: Pod\n") == ("SC609", "no CRD is in the file", CRDS)
    what = "no other objects than CRDs are in the file"
    assert refused(dumped(crd("a.example.com")), part=0) == ("SC609", what, CRDS)


def test_another_chart_than_the_lock_names_is_refused() -> None:
    what = "is 'api-1.2.3', not 'web-1.2.3'"
    hint = "Compare charts.lock with the address it names."
    assert refused(chart("api"), WEB) == ("SC603", what, hint)


def test_other_objects_become_a_part_of_their_own() -> None:
    policy = {"kind": "ValidatingAdmissionPolicy", "metadata": {"name": "safe"}}
    binding = {"kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "safe"}}
    source = dumped(crd("a.example.com"), {"kind": "List", "items": [binding, policy]})
    content = packed(source, part=0)
    assert objects(content) == [policy, binding]
    assert names(packed(source)) == ["a.example.com"]


def test_parts_share_the_crds_and_none_moves_when_others_come() -> None:
    many = [crd(f"{letter}.example.com") for letter in string.ascii_lowercase]
    before = [names(packed(dumped(*many[:20]), part=n, parts=3)) for n in (1, 2, 3)]
    after = [names(packed(dumped(*many), part=n, parts=3)) for n in (1, 2, 3)]
    assert sorted(name for part in after for name in part) == sorted(
        one["metadata"]["name"] for one in many
    )
    assert all(set(b) < set(a) for b, a in zip(before, after, strict=True))


def test_too_few_parts_are_refused_with_the_number_that_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scaffold.charts.pack.MOST_KIBIBYTES", 40)
    texts = [random_text(20_000 + number) for number in range(6)]
    source = dumped(*(crd(f"{n}.example.com", text) for n, text in enumerate(texts)))
    what = "the CRDs do not fit in 1 part of 40 KiB: 5 parts fit"
    assert refused(source) == ("SC608", what, "Set 'parts' in the manifest.")
    assert max(len(packed(source, part=n, parts=5)) for n in range(1, 6)) <= 40 << 10


def test_a_crd_that_is_too_large_alone_is_refused() -> None:
    source = dumped(crd("a.example.com", random_text(700 * 1024)))
    what = "the CRDs do not fit in 1 part of 400 KiB: 'a.example.com' alone is larger"
    assert refused(source)[:2] == ("SC608", what)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (b"a: [\n", "'the file' line 2 is not YAML"),
        (b"a: !!python/object:os.system x\n", "'the file' line 1 is not YAML"),
        (b"a: !!binary eA==\n", "'the file' is not YAML that Kubernetes reads"),
        (b"&a [*a]\n", "'the file' is not YAML that Kubernetes reads"),
        (b"\xff\xfe\x00", "'the file' is not YAML"),
        (dumped(crd("../../evil")), "an object has no name that serves: '../../evil'"),
        (dumped({"kind": "CustomResourceDefinition"}), "an object has no name that serves: 'None'"),
    ],
)
def test_yaml_that_cannot_be_read_is_refused(source: bytes, what: str) -> None:
    assert refused(source)[:2] == ("SC606", what)


def test_aliases_that_unfold_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scaffold.charts.documents.MOST_NODES", 10_000)
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    source = "\n".join(rows).encode()
    assert refused(source)[:2] == ("SC606", "'the file' is not YAML that Kubernetes reads")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    monkeypatch.setenv("NO_PROXY", "*")
    with Registry() as registry:
        yield registry


def nothing(_: Progress) -> None:
    """Nobody looks."""


def packing(server: Registry, name: str, **pack_: Any) -> dict[str, Any]:
    return line(name, archive=f"{server.url}/web", pack={"origin": WEB, **pack_})


def test_one_download_serves_the_chart_and_its_crds(server: Registry, tmp_path: Path) -> None:
    files = {"crds/all.yaml": dumped(*(crd(f"{x}.example.com") for x in "abcd"))}
    server.files["/web"] = chart("web", files=files)
    parts = [packing(server, f"web-crds-{n}", part=n, parts=2) for n in (1, 2)]
    lock(tmp_path, line("web", archive=f"{server.url}/web"), *parts)
    done = Vendored(downloaded=(WEB,), packed=("web-crds-1-1.2.3.tgz", "web-crds-2-1.2.3.tgz"))
    assert vendor(tmp_path, nothing) == done
    assert server.asked["/web"] == 1
    assert verify(tmp_path) == ()
    (tmp_path / "charts" / done.packed[0]).unlink()
    assert vendor(tmp_path, nothing) == Vendored(packed=done.packed[:1])
    assert server.asked["/web"] == 1


def test_nothing_is_packed_out_of_changed_bytes(server: Registry, tmp_path: Path) -> None:
    files = {"crds/all.yaml": dumped(crd("a.example.com"))}
    server.files["/web"] = chart("web", files=files)
    entries = [line("web", archive=f"{server.url}/web"), packing(server, "crds", part=1, parts=1)]
    lock(tmp_path, *entries)
    vendor(tmp_path, nothing)
    (tmp_path / "charts/crds-1.2.3.tgz").unlink()
    (tmp_path / "charts" / WEB).write_bytes(chart("web", files={"crds/b": b""}))
    with pytest.raises(ChartError) as error:
        vendor(tmp_path, nothing)
    assert [(p.code, p.where) for p in error.value.problems] == [("SC602", f"charts/{WEB}")]
    assert not (tmp_path / "charts/crds-1.2.3.tgz").exists()


def test_a_file_is_downloaded_once_for_its_crds_and_policies(
    server: Registry, tmp_path: Path
) -> None:
    server.files["/f"] = dumped(crd("a.example.com"), {"kind": "Pod", "metadata": {"name": "p"}})
    how = {"archive": f"{server.url}/f"}
    first = line("gw", **how, pack={"origin": "", "part": 1, "parts": 1})
    lock(tmp_path, first, line("gw-policies", **how, pack={"origin": "", "part": 0, "parts": 1}))
    done = ("gw-1.2.3.tgz", "gw-policies-1.2.3.tgz")
    assert vendor(tmp_path, nothing) == Vendored(packed=done)
    assert server.asked["/f"] == 1


def test_a_source_that_cannot_be_had_is_told_once(server: Registry, tmp_path: Path) -> None:
    lock(tmp_path, *(packing(server, f"c{n}", part=n, parts=2) for n in (1, 2)))
    with pytest.raises(ChartError) as error:
        vendor(tmp_path, nothing)
    assert [(p.code, p.where) for p in error.value.problems] == [("SC601", "charts/c1-1.2.3.tgz")]
