"""Rules on a selection: everything that is wrong at once, with the way out."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scaffold.constraints import barred, clashes, complete, footprint, problems, resolve, settings
from scaffold.errors import ChoiceError
from scaffold.model.blueprint import Catalogue
from scaffold.model.kubernetes import within
from scaffold.render.graph import waits
from tests.trees import answers, catalogue, release

ROWS: dict[str, dict[str, Any]] = {
    "pipeline": {
        "row": {"default": {"any": ["circleci"], "gke": []}},
        "circleci": {"provides": {"pipeline": {}}},
        "travis": {"provides": {"pipeline": {}}, "platforms": ["eks"]},
        "weave": {"retired": {"date": "2022-09-30", "because": "gone", "successor": "circleci"}},
        "new": {"barred": "its values are not verified"},
    },
    "scan": {"trivy": {"requires": ["pipeline"]}},
    "cni": {
        "row": {"choice": "many", "optional": False},
        "calico": {"provides": {"cni": {}}, "exclusive": ["cni"], "releases": [release("calico")]},
        "cilium": {"provides": {"cni": {}}, "exclusive": ["cni"], "kubernetes": "<1.30"},
        "baseline": {"conflicts": [{"option": "cni/calico", "because": "both write policies"}]},
    },
    "monitoring": {
        "prometheus": {
            "releases": [release("crds", first=True, namespace="platform-crds"), release("stack")],
            "provides": {"service-monitor": {"selector": "stack"}},
            "gates": {"service-monitor": "crds"},
            "wants": ["certificates"],
            "footprint": {"cpu_millicores": 100, "memory_mebibytes": 256},
            "config": [
                {"key": "domain", "type": "string", "description": "Zone", "example": "a.b"},
                {"key": "adminPassword", "type": "string", "description": "P", "secret": True},
            ],
        }
    },
    "certificates": {
        "cert-manager": {
            "releases": [release("cert-manager")],
            "provides": {"certificates": {}},
            "wants": ["service-monitor", "gateway"],
            "footprint": {"cpu_millicores": 50, "memory_mebibytes": 64},
        }
    },
    "gateway": {
        "row": {"ask": "when-wanted", "default": {"any": ["upstream"]}},
        "upstream": {"provides": {"gateway": {}}},
        "preinstalled": {"provides": {"gateway": {}}},
    },
}


@pytest.fixture
def rows(tmp_path: Path) -> Catalogue:
    return catalogue(tmp_path, ROWS)


def whole(**choices: Any) -> Any:
    said = {"pipeline": (), "scan": (), "cni": "calico", "monitoring": (), "certificates": ()}
    return answers(**{**said, **choices})


def texts(rows: Catalogue, said: Any) -> list[str]:
    return [str(p) for p in problems(rows, said)]


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        (
            {"pipelin": "circleci"},
            "SC104 pipelin: no such row\n  hint: Did you mean 'pipeline'?",
        ),
        (
            {"pipeline": "circleki"},
            "SC301 pipeline/circleki: no such option\n  hint: Did you mean 'circleci'?",
        ),
        (
            {"pipeline": "zzz"},
            "SC301 pipeline/zzz: no such option\n  hint: Pipeline offers: circleci, travis.",
        ),
        (
            {"pipeline": "weave"},
            "SC302 pipeline/weave: retired 2022-09-30: gone\n"
            "  hint: Set pipeline: circleci in .scaffold/answers.yaml,"
            " or run scaffold apply --set pipeline=circleci.",
        ),
        (
            {"scan": "trivy"},
            "SC303 scan/trivy: requires 'pipeline'\n"
            "  hint: Choose an option that provides 'pipeline': pipeline/circleci.",
        ),
        (
            {"cni": ("calico", "cilium")},
            "SC304 cni/cilium: provides 'cni', as cni/calico does, and a cluster holds one\n"
            "  hint: Leave out cni/cilium or cni/calico.",
        ),
        (
            {"cni": ("calico", "baseline")},
            "SC305 cni/baseline: cannot be combined with cni/calico: both write policies\n"
            "  hint: Leave out cni/baseline or cni/calico.",
        ),
        (
            {"pipeline": "travis"},
            "SC307 pipeline/travis: is not for 'kind', only for eks\n"
            "  hint: Choose one of: circleci.",
        ),
        (
            {"cni": "cilium"},
            "SC308 cni/cilium: wants Kubernetes '<1.30', and the cluster's is 1.37\n"
            "  hint: Choose another option, or another Kubernetes version.",
        ),
        (
            {"cni": ()},
            "SC309 cni: cannot be left out\n  hint: Choose one of: baseline, calico, cilium.",
        ),
        (
            {"pipeline": "new"},
            "SC310 pipeline/new: is not offered: its values are not verified\n"
            "  hint: Choose one of: circleci.",
        ),
        (
            {"pipeline": ("circleci", "weave")},
            "SC311 pipeline: takes one option, not 2\n  hint: Choose one of: circleci, weave.",
        ),
        (
            {"cni": ("calico", "calico")},
            "SC311 cni: names an option twice\n  hint: Name each option once.",
        ),
    ],
)
def test_a_fault_of_a_selection_is_told(
    rows: Catalogue, choices: dict[str, Any], text: str
) -> None:
    assert text in texts(rows, whole(**choices))


def test_a_selection_without_fault_has_none(rows: Catalogue) -> None:
    assert texts(rows, whole(pipeline="circleci", scan="trivy")) == []


def test_every_problem_comes_at_once(rows: Catalogue) -> None:
    said = whole(pipeline="weave", scan="trivi", cni=("calico", "cilium"))
    with pytest.raises(ChoiceError) as error:
        resolve(rows, said)
    assert sorted({p.code for p in error.value.problems}) == ["SC301", "SC302", "SC304", "SC308"]


def test_an_unanswered_row_without_recommendation_is_named(rows: Catalogue) -> None:
    with pytest.raises(ChoiceError) as error:
        resolve(rows, answers(cni="calico"))
    assert [p.where for p in error.value.problems] == ["scan", "monitoring", "certificates"]


def test_what_a_later_row_may_mend_is_no_clash(rows: Catalogue) -> None:
    assert clashes(rows, answers(scan="trivy")) == ()


def test_a_secret_in_the_answers_is_refused(rows: Catalogue) -> None:
    said = replace(whole(), settings={"adminPassword": "x", "domain": 3})
    assert texts(rows, said) == [
        "SC312 settings.adminPassword: is a secret\n"
        "  hint: Take it out, and run pulumi config set --secret adminPassword.",
        "SC313 settings.domain: is not of type string\n  hint: Zone.",
    ]


def test_a_barred_option_says_why(rows: Catalogue) -> None:
    said = whole()
    assert barred(rows, said, "pipeline/weave") == "retired 2022-09-30; use circleci"
    assert barred(rows, said, "pipeline/new") == "its values are not verified"
    assert barred(rows, said, "pipeline/circleci") == ""
    assert "as cni/calico does" in barred(rows, said, "cni/cilium")


def test_a_row_that_others_want_is_answered_for_them(rows: Catalogue) -> None:
    assert complete(rows, whole()).choices["gateway"] == ()
    assert complete(rows, whole(certificates="cert-manager")).choices["gateway"] == ("upstream",)


def test_a_platform_has_its_own_recommendation(rows: Catalogue) -> None:
    said = replace(answers(), platform="gke")
    assert complete(rows, said).choices["pipeline"] == ()
    assert complete(rows, answers()).choices["pipeline"] == ("circleci",)


def test_rows_that_want_each_other_are_no_ring_when_crds_go_first(rows: Catalogue) -> None:
    plan = resolve(rows, whole(monitoring="prometheus", certificates="cert-manager"))
    assert [c.row.id for c in plan.components] == ["cni", "certificates", "monitoring"]
    assert [r.name for r in plan.first] == ["crds"]
    assert plan.crd_gates == {"service-monitor": "crds"}
    gates = {c.row.id: [(g.row, g.part) for g in c.after] for c in plan.components}
    assert gates["certificates"] == [("crds", "crds"), ("cni", "calico")]
    assert gates["monitoring"] == [("certificates", "cert-manager"), ("cni", "calico")]


def test_what_has_pods_comes_after_the_network_that_an_option_installs(tmp_path: Path) -> None:
    """So it goes before it, too: without the network no pod ends."""
    web = {"releases": [release("web"), release("crds", first=True)]}
    only = {"releases": [release("more-crds", first=True)], "provides": {"kinds": {}}}
    calico = {"provides": {"cni": {}}, "releases": [release("calico")]}
    brought = {"provides": {"cni": {}}, "gates": {"cni": None}}
    rows = catalogue(
        tmp_path, {"web": {"w": web}, "kinds": {"o": only}, "cni": {"c": calico, "b": brought}}
    )
    plan = resolve(rows, answers(web="w", kinds="o", cni="c"))
    assert waits(plan)["web"] == ("calico", "crds")
    assert waits(plan)["crds"] == waits(plan)["more-crds"] == waits(plan)["calico"] == ()
    assert waits(resolve(rows, answers(web="w", kinds="o", cni="b")))["web"] == ("crds",)


def test_a_release_waits_as_long_as_what_it_uses_takes_at_the_first_time(tmp_path: Path) -> None:
    disks = {"provides": {"disk": {}}, "settles": {"disk": 1200}, "releases": [release("disks")]}
    user = {"wants": ["disk"], "releases": [release("quick"), release("slow", wait_seconds=1500)]}
    rows = catalogue(tmp_path, {"disk": {"d": disks}, "user": {"u": user}})
    patience = {r.name: r.wait_seconds for r in resolve(rows, answers(disk="d", user="u")).releases}
    assert patience == {"disks": 300, "quick": 1200, "slow": 1500}
    alone = resolve(rows, replace(answers(user="u"), choices={"disk": (), "user": ("u",)}))
    assert [r.wait_seconds for r in alone.releases] == [300, 1500]


def test_a_ring_is_named(tmp_path: Path) -> None:
    one = {"provides": {"a": {}}, "wants": ["b"], "releases": [release("x")]}
    two = {"provides": {"b": {}}, "wants": ["a"], "releases": [release("y")]}
    ring = catalogue(tmp_path, {"one": {"o": one}, "two": {"t": two}})
    found = [str(p) for p in problems(ring, answers(one="o", two="t"))]
    assert len(found) == 1
    assert found[0].startswith("SC306 ")
    assert "waits for itself: " in found[0]
    assert "one" in found[0]
    assert "two" in found[0]


def test_settings_to_ask_have_no_default_and_are_not_secret(rows: Catalogue) -> None:
    assert [s.key for s in settings(rows, whole(monitoring="prometheus"))] == ["domain"]
    assert settings(rows, whole()) == ()


def test_a_key_of_some_platforms_is_not_there_on_others(tmp_path: Path) -> None:
    key = {"key": "host", "type": "string", "description": "Host", "example": "h"}
    web = {"config": [{**key, "platforms": ["kind"]}], "releases": [release("web")]}
    rows = catalogue(tmp_path, {"web": {"w": web}})
    said = replace(answers(web="w"), platform="kind")
    assert [s.key for s in settings(rows, said)] == ["host"]
    assert settings(rows, replace(said, platform="eks")) == ()


def test_a_footprint_is_the_sum_of_what_is_chosen(rows: Catalogue) -> None:
    total = footprint(rows, whole(monitoring="prometheus", certificates="cert-manager"))
    assert (total.cpu_millicores, total.memory_mebibytes) == (150, 320)


@pytest.mark.parametrize(
    ("version", "wanted", "fits"),
    [
        ("1.37", "", True),
        ("1.37", ">=1.25 <1.38", True),
        ("1.38", ">=1.25 <1.38", False),
        ("1.9", ">=1.25", False),
        ("1.25", ">1.25", False),
        ("1.25", "=1.25", True),
        ("1.25", "<=1.25.3", True),
    ],
)
def test_a_version_is_compared_by_its_numbers(version: str, wanted: str, fits: bool) -> None:
    assert within(version, wanted) is fits


def test_a_namespace_that_held_data_of_another_option_is_kept(tmp_path: Path) -> None:
    logs = {
        "loki": {"releases": [release("loki", namespace="logging", keeps_data=True)]},
        "vector": {
            "releases": [release("vector", namespace="logging"), release("ui", namespace="ui")]
        },
    }
    rows = catalogue(tmp_path / "kept", {"logs": logs})
    plan = resolve(rows, answers(logs="vector"))
    assert {r.name: r.keeps_data for r in plan.releases} == {"vector": True, "ui": False}
