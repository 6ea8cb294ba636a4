"""What upstream offers: indexes and newer charts on a server on loopback."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from scaffold.charts.fetch import Request
from scaffold.charts.upstream import Survey, survey
from scaffold.charts.upstream_index import Offer, index
from scaffold.charts.upstream_source import Pin, image
from scaffold.charts.upstream_trim import trimmed
from tests.registry import chart
from tests.test_upstream_tags import QUICK, Tagged, server

__all__ = ["server"]
VALUES = b"replicas: 1\nmetrics:\n  enabled: false\n  port: 80\npodLabels: {}\nfree: {}\n"
OURS = (
    b"replicas: 2\nmetrics:\n  enabled: true\n  port: 9\npodLabels: {a: b}\nfree: {x: 1}\nodd: 1\n"
)


def put(server: Tagged, *versions: str, folder: str = "charts", **marks: str) -> str:
    """An index of the chart `web`; a mark is said of the newest version."""
    lines = ["apiVersion: v1", "entries:", "  web:"]
    for version in versions:
        lines += [f"  - version: {version}", f"    urls: [web-{version}.tgz]"]
    lines += [f"    {key}: {value}" for key, value in marks.items()]
    server.files[f"/{folder}/index.yaml"] = "\n".join(lines).encode()
    return f"{server.url}/{folder}"


def archive(server: Tagged, version: str, files: Mapping[str, bytes], about: str = "") -> None:
    head = f"apiVersion: v2\nname: web\nversion: {version}\n{about}".encode()
    server.files[f"/charts/web-{version}.tgz"] = chart(
        "web", version, {**files, "Chart.yaml": head}
    )


def web(repo: str, version: str = "1.2.3", **more: Any) -> Pin:
    ours = f"{repo}/web-{version}.tgz"
    return Pin("row/option", "chart", "web", version, repo, ours, "web", **more)


def ask(*pins: Pin, values: Sequence[bytes] = ()) -> Survey:
    return survey(pins, lambda _: values, QUICK)


def told(survey: Survey) -> list[tuple[str, str, list[str]]]:
    return [(f.newest, f.step, [f"{c.code} {c.what}" for c in f.changes]) for f in survey.found]


def compared(server: Tagged, new: Mapping[str, bytes], about: str = "", **more: Any) -> list[str]:
    """What changes for our values from 1.2.3 to 1.3.0."""
    repo = put(server, "1.2.3", "1.3.0")
    archive(server, "1.2.3", {"values.yaml": VALUES})
    archive(server, "1.3.0", {"values.yaml": VALUES, **new}, about)
    found = ask(web(repo, **more), values=[OURS])
    assert found.silent == ()
    ((newest, step, changes),) = told(found)
    assert (newest, step) == ("1.3.0", "minor")
    return changes


def test_the_newest_version_of_ours_is_nothing_to_tell(server: Tagged) -> None:
    found = ask(web(put(server, "1.2.3", "1.2.2", "2.0.0-rc.1")))
    assert (found.found, found.unasked, found.silent) == ((), (), ())
    assert [pin.version for pin in found.asked] == ["1.2.3"]


def test_a_newer_version_comes_with_its_address(server: Tagged) -> None:
    repo = put(server, "1.2.3", "1.4.0", "1.3.9")
    archive(server, "1.2.3", {})
    archive(server, "1.4.0", {})
    found = ask(web(repo))
    assert told(found) == [("1.4.0", "minor", [])]
    assert found.found[0].archive == f"{server.url}/charts/web-1.4.0.tgz"


def test_an_index_serves_many_options_and_is_asked_once(server: Tagged) -> None:
    repo = put(server, "1.2.3", "1.4.0")
    archive(server, "1.2.3", {})
    archive(server, "1.4.0", {})
    assert len(ask(*(web(repo, kubernetes=f">=1.{n}") for n in range(20, 25))).found) == 5
    assert server.asked == {
        "/charts/index.yaml": 1,
        "/charts/web-1.2.3.tgz": 1,
        "/charts/web-1.4.0.tgz": 1,
    }


def test_a_version_that_upstream_removed_is_gone(server: Tagged) -> None:
    assert told(ask(web(put(server, "1.2.2")))) == [
        ("", "", ["SC613 1.2.3 is not offered any more"])
    ]
    assert told(ask(web(put(server, "1.2.2", "1.2.3", removed="true")))) == [
        ("", "", ["SC613 1.2.3 is not offered any more"])
    ]


def test_a_chart_that_an_index_does_not_list_is_gone(server: Tagged) -> None:
    server.files["/charts/index.yaml"] = b"entries: {}\n"
    pin = web(f"{server.url}/charts")
    assert told(ask(pin)) == [("", "", ["SC613 1.2.3 is not offered any more"])]


def test_a_deprecated_version_is_told_and_never_the_newest(server: Tagged) -> None:
    repo = put(server, "1.2.3", deprecated="true")
    assert told(ask(web(repo))) == [("", "", ["SC613 1.2.3 is marked deprecated"])]
    repo = put(server, "1.2.3", "1.4.0", deprecated="true")
    assert told(ask(web(repo))) == [("", "", ["SC613 is marked deprecated by 1.4.0"])]


def test_keys_that_the_newer_chart_knows_are_nothing_to_tell(server: Tagged) -> None:
    assert compared(server, {}) == []


def test_a_key_that_is_gone_is_named(server: Tagged) -> None:
    values = b"replicas: 1\nmetrics:\n  enabled: false\npodLabels: {}\n"
    assert compared(server, {"values.yaml": values}) == [
        "SC614 values: 'free' is gone",
        "SC614 values: 'metrics.port' is gone",
    ]


def test_a_key_has_moved_where_one_other_path_ends_with_it(server: Tagged) -> None:
    values = b"a: {replicas: 1}\nmetrics: {enabled: false}\nb: {port: 1}\npodLabels: {}\nfree: {}\n"
    assert compared(server, {"values.yaml": values}) == [
        "SC614 values: 'metrics.port' has moved to 'b.port'",
        "SC614 values: 'replicas' has moved to 'a.replicas'",
    ]
    values += b"c: {port: 1, replicas: 1}\n"
    assert compared(server, {"values.yaml": values}) == [
        "SC614 values: 'metrics.port' is gone",
        "SC614 values: 'replicas' is gone",
    ]


def test_a_map_that_is_gone_is_told_by_the_keys_that_moved(server: Tagged) -> None:
    values = b"replicas: 1\nfree: {}\npodLabels: {}\ntelemetry: {port: 1}\n"
    assert compared(server, {"values.yaml": values}) == [
        "SC614 values: 'metrics.enabled' is gone",
        "SC614 values: 'metrics.port' has moved to 'telemetry.port'",
    ]


def test_comments_schemas_and_sub_charts_know_keys_too(server: Tagged) -> None:
    below = {"properties": {"enabled": {"type": "boolean"}}}
    schema = json.dumps({"properties": {"metrics": below, "replicas": {}}}).encode()
    new = {
        "values.yaml": b"free: {}\npodLabels: {}\nmetrics:\n  # port: 80\n  x: 1\n",
        "values.schema.json": schema,
    }
    assert compared(server, new) == []
    new = {
        "values.yaml": b"replicas: 1\nfree: {}\npodLabels: {}\n",
        "charts/inner/Chart.yaml": b"name: inner\n",
        "charts/inner/values.yaml": b"port: 1\n",
    }
    about = "dependencies:\n- {name: inner, alias: metrics}\n"
    assert compared(server, new, about) == []


def test_a_narrower_range_of_kubernetes_is_told(server: Tagged) -> None:
    about = 'kubeVersion: ">=1.28.0-0"\n'
    assert compared(server, {}, about, kubernetes=">=1.28") == []
    assert compared(server, {}, about, kubernetes=">=1.25") == [
        "SC615 kubeVersion: '>=1.28.0-0' leaves out 1.25 to 1.27, which our '>=1.25' takes"
    ]
    assert compared(server, {}, about) == [
        "SC615 kubeVersion: '>=1.28.0-0' leaves out 1.27 and older, which we take"
    ]
    assert compared(server, {}, "kubeVersion: new\n", kubernetes=">=1.25") == [
        "SC615 kubeVersion: 'new' cannot be compared with '>=1.25'"
    ]


def test_crds_that_are_not_there_to_be_packed_any_more_are_told(server: Tagged) -> None:
    assert compared(server, {}, parts=(1,)) == [
        "SC609 CRDs: no CRD is in crds/ or templates/ of 'web-1.3.0.tgz'"
    ]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (404, "'{url}' is not there (404)"),
        (401, "'{url}' wants a login (401)"),
        ("silent", "'{url}' is silent for 0.3 seconds"),
        ("slow", "'{url}' took longer than 0.6 seconds"),
    ],
)
def test_a_source_that_fails_does_not_stop_the_rest(
    server: Tagged, fault: object, said: str
) -> None:
    server.faults["/other/index.yaml"] = [fault]
    bad = web(f"{server.url}/other")
    found = ask(bad, web(put(server, "1.0.0")))
    assert told(found) == [("", "", ["SC613 1.2.3 is not offered any more"])]
    (silence,) = found.silent
    assert silence.source == f"{server.url}/other"
    assert silence.reason == said.format(url=f"{server.url}/other/index.yaml")
    assert silence.unanswered == (bad,)


@pytest.mark.parametrize("content", [b"<html>", b"a: [", b"entries: 3", b"", b"[" * 9000])
def test_an_answer_that_is_no_index_is_told(server: Tagged, content: bytes) -> None:
    server.files["/charts/index.yaml"] = content
    (silence,) = ask(web(f"{server.url}/charts")).silent
    assert silence.reason == f"'{server.url}/charts/index.yaml' is no index of charts"


@pytest.mark.parametrize(
    "text",
    [
        "entries:\n  web:\n  - version: 1.10\n    urls: [a.tgz]\n",
        "entries:\n  web:\n  - description: |\n      text\n\n      version: 9\n    version: 1.10\n"
        "    urls:\n    - a.tgz\n  web-ui:\n  - version: 3.0.0\ngenerated: x\n",
        "entries:\n  web:\n  - {version: 1.10, urls: [a.tgz]}\n",
        "entries:\n  web:\n  # new\n  - version: 1.10\n    # here\n    urls: [a.tgz]\n",
        "entries:\n web:\n  - version: 1.10\n    urls: [a.tgz]\n",
        "entries:\n    web:\n        - {version: 1.10, urls: [a.tgz]}\n",
        'entries:\n  "web":\n  - version: 1.10\n    urls: [a.tgz]\n',
        'entries:\n  web:\n  -\n    version: "1.10"\n    urls: [a.tgz]\n',
        "entries:\n  web:\n  - name: &n web\n    urls: [a.tgz]\n    version: 1.10\n",
        '{"entries": {"web": [{"version": "1.10", "urls": ["a.tgz"]}]}}',
    ],
)
def test_an_index_is_read_in_every_form_of_yaml(server: Tagged, text: str) -> None:
    server.files["/charts/index.yaml"] = text.encode()
    found = index(Request(f"{server.url}/charts", {}, QUICK), ["web"])
    assert found == {"web": (Offer("1.10", f"{server.url}/charts/a.tgz"),)}


def test_an_index_as_helm_writes_it_is_cut_down_to_what_is_read() -> None:
    text = (
        b"apiVersion: v1\nentries:\n  a:\n  - version: 1\n  web:\n  - name: web\n    version: 2\n"
    )
    assert trimmed(text, ["web"]) == b"entries:\n  web:\n  -\n    version: 2"
    assert trimmed(text, ["web", "none"]) is None


def test_a_newer_chart_that_cannot_be_had_leaves_its_values_unread(server: Tagged) -> None:
    repo = put(server, "1.2.3", "1.3.0")
    archive(server, "1.2.3", {})
    found = ask(web(repo), values=[OURS])
    assert told(found) == [("1.3.0", "minor", [])]
    url = f"{server.url}/charts/web-1.3.0.tgz"
    assert [(s.source, s.reason) for s in found.silent] == [(url, f"'{url}' is not there (404)")]


def test_where_ours_cannot_be_had_every_key_counts_as_known_to_it(server: Tagged) -> None:
    repo = put(server, "1.2.3", "1.3.0")
    archive(server, "1.3.0", {"values.yaml": VALUES})
    found = ask(web(repo), values=[OURS])
    assert told(found) == [("1.3.0", "minor", ["SC614 values: 'odd' is gone"])]
    assert [s.source for s in found.silent] == [f"{server.url}/charts/web-1.2.3.tgz"]


def test_charts_and_images_of_a_registry_come_from_its_tags(server: Tagged) -> None:
    server.login = True
    server.push("web", "1.3.0_one", chart("web", "1.3.0+one", {"values.yaml": b"a: 1\n"}))
    reference = server.push("web", "1.2.3", chart("web", "1.2.3", {"values.yaml": b"b: 1\n"}))
    server.tagged("web", ["1.2.3", "latest"], ["1.3.0_one"])
    server.tagged("app", ["v1.0.0-slim", "v1.1.0"], ["v1.2.0-slim"])
    server.tagged("old", ["v2.0.0"])
    pin = Pin("row/option", "chart", "web", "1.2.3", reference, reference)
    images = [image("row/option", f"{server.host}/{n}") for n in ("app:v1.0.0-slim", "old:v1.9")]
    assert told(ask(pin, *images, values=[b"b: 2\n"])) == [
        ("1.3.0+one", "minor", ["SC614 values: 'b' is gone"]),
        ("v1.2.0-slim", "minor", []),
        ("", "", ["SC613 v1.9 is not offered any more"]),
    ]
    assert server.asked["/v2/web/tags/list"] == 3


def test_a_chart_that_only_its_neighbour_could_tell_of_is_not_asked(server: Tagged) -> None:
    repo = put(server, "1.2.3")
    pin = Pin("row/option", "crds", "web-crds", "1.2.3", repo, f"{repo}/web-crds-1.2.3.tgz")
    found = ask(pin, web(repo))
    why = "the chart repository of its neighbour does not list it"
    assert (found.unasked, found.asked, found.found) == (((pin, why),), (web(repo),), ())
