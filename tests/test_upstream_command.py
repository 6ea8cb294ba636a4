"""`scaffold check --upstream`: lines, data, exit codes; a catalogue of one row, on loopback."""

import json

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from scaffold.cli import upstream
from scaffold.cli.check import command
from scaffold.cli.explain import pages_of
from scaffold.cli.group import run
from scaffold.model.blueprint import Blueprint, Catalogue
from scaffold.model.release import FileSource
from tests.registry import chart
from tests.selections import choosable
from tests.test_upstream_tags import QUICK, Tagged, server

__all__ = ["server"]
ROW, OPTION = "patching", "kured"
PROMISE = (
    "With --upstream, ask chart repositories and registries about every chart and image, too; the"
    " exit code is 1 where something is behind or gone, or a source does not answer."
)
REF = f"{ROW}/{OPTION}"


@pytest.fixture
def kured(server: Tagged, real: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Blueprint:
    """The catalogue's kured, pinned to 1.2.3 of a server on loopback, with an image and a file."""
    row = real.row(ROW)
    b = row.find(OPTION) if row else None
    assert row
    assert b
    here = f"{server.url}/charts"
    pinned = replace(b.releases[0], version="1.2.3", repo=here, archive=f"{here}/kured-1.2.3.tgz")
    images = (f"{server.host}/kured:1.2.3", "busybox")
    b = replace(b, releases=(pinned,), images=images, kubernetes=">=1.25")
    rows = tuple(replace(r, options=(b,)) if r.id == ROW else r for r in real.rows)
    monkeypatch.setattr("scaffold.catalogue.load", lambda _: Catalogue(rows))
    monkeypatch.setattr("scaffold.catalogue.check", lambda *_: ())
    monkeypatch.setattr(upstream, "LIMITS", QUICK)
    return b


def offer(server: Tagged, b: Blueprint, *versions: str) -> None:
    """These charts, whose values are all that we set, and images of the same tags."""
    lines = "".join(f"\n  - {{version: {v}, urls: [kured-{v}.tgz]}}" for v in versions)
    server.files["/charts/index.yaml"] = f"entries:\n  kured:{lines}\n".encode()
    server.tagged("kured", [*versions])
    values = (b.folder / "values" / "kured.yaml.j2").read_bytes()
    values = values.replace(b"<@", b"").replace(b"@>", b"")
    plain = b"\n".join(line for line in values.splitlines() if not line.startswith(b"#%"))
    for version in versions:
        content = chart("kured", version, {"values.yaml": plain})
        server.files[f"/charts/kured-{version}.tgz"] = content


def narrower(server: Tagged, version: str) -> None:
    """A chart whose values have another place for `period`, and which wants Kubernetes 1.28."""
    about = f"name: kured\nversion: {version}\nkubeVersion: '>=1.28.0-0'\n".encode()
    values = (
        b"configuration: {rebootDays: [], concurrency: 1, drainTimeout: a, annotateNodes: true,"
        b" blockingPodSelector: []}\ndaemon: {period: 1h}\ntolerations: []\n"
        b"service: {create: true}\nmetrics: {}\n"
    )
    files = {"Chart.yaml": about, "values.yaml": values}
    server.files[f"/charts/kured-{version}.tgz"] = chart("kured", version, files)


def told(*more: str) -> tuple[int, list[str]]:
    done = CliRunner().invoke(command, ["--upstream", "--row", ROW, *more], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value, done.stdout.splitlines()


def test_nothing_behind_ends_with_0(server: Tagged, kured: Blueprint) -> None:
    offer(server, kured, "1.2.3", "1.2.2")
    assert told() == (
        0,
        [
            f"{REF}  image busybox: not asked, it has no tag",
            "2 asked: 0 behind (SC612), 0 gone or deprecated (SC613);"
            " 1 not asked, 0 sources without answer (SC616)",
        ],
    )


def test_what_is_behind_is_told_with_what_changes(server: Tagged, kured: Blueprint) -> None:
    offer(server, kured, "1.2.3", "1.4.0")
    narrower(server, "1.4.0")
    assert told() == (
        1,
        [
            f"{REF}  chart kured 1.2.3 -> 1.4.0 (minor)",
            "    values: 'configuration.period' has moved to 'daemon.period'",
            "    values: 'resources' is gone",
            "    kubeVersion: '>=1.28.0-0' leaves out 1.25 to 1.27, which our '>=1.25' takes",
            f"{REF}  image {server.host}/kured 1.2.3 -> 1.4.0 (minor)",
            f"{REF}  image busybox: not asked, it has no tag",
            "2 asked: 2 behind (SC612), 0 gone or deprecated (SC613);"
            " 1 not asked, 0 sources without answer (SC616)",
        ],
    )


def test_what_is_gone_ends_with_1(server: Tagged, kured: Blueprint) -> None:
    offer(server, kured, "1.2.2")
    assert told() == (
        1,
        [
            f"{REF}  chart kured 1.2.3: 1.2.3 is not offered any more",
            f"{REF}  image {server.host}/kured 1.2.3: 1.2.3 is not offered any more",
            f"{REF}  image busybox: not asked, it has no tag",
            "2 asked: 0 behind (SC612), 2 gone or deprecated (SC613);"
            " 1 not asked, 0 sources without answer (SC616)",
        ],
    )


def test_a_network_that_fails_ends_with_1_and_its_reasons(server: Tagged, kured: Blueprint) -> None:
    server.faults["/charts/index.yaml"] = ["silent"]
    url, registry = f"{server.url}/charts", f"{server.url}/v2/kured/tags/list?n=1000"
    assert told() == (
        1,
        [
            f"{REF}  image busybox: not asked, it has no tag",
            f"WARN SC616 {url}: '{url}/index.yaml' is silent for 0.3 seconds (1 answer is missing)",
            f"WARN SC616 oci://{server.host}/kured: '{registry}' is not there (404)"
            " (1 answer is missing)",
            "2 asked: 0 behind (SC612), 0 gone or deprecated (SC613);"
            " 1 not asked, 2 sources without answer (SC616)",
        ],
    )


def test_the_same_is_told_as_data(server: Tagged, kured: Blueprint) -> None:
    offer(server, kured, "1.2.3", "2.0.0")
    narrower(server, "2.0.0")
    server.faults["/v2/kured/tags/list"] = [401]
    code, (line,) = told("--json")
    image = {"option": REF, "kind": "image", "name": f"{server.host}/kured", "version": "1.2.3"}
    whats = {
        "values: 'configuration.period' has moved to 'daemon.period'": "SC614",
        "values: 'resources' is gone": "SC614",
        "kubeVersion: '>=1.28.0-0' leaves out 1.25 to 1.27, which our '>=1.25' takes": "SC615",
    }
    reason = f"'{server.url}/v2/kured/tags/list?n=1000' wants a login (401)"
    source = f"oci://{server.host}/kured"
    assert (code, json.loads(line)) == (
        1,
        {
            "asked": 2,
            "found": [
                {
                    "option": REF,
                    "kind": "chart",
                    "name": "kured",
                    "version": "1.2.3",
                    "newest": "2.0.0",
                    "step": "major",
                    "archive": f"{server.url}/charts/kured-2.0.0.tgz",
                    "codes": ["SC612", "SC614", "SC615"],
                    "changes": [{"code": code, "what": what} for what, code in whats.items()],
                }
            ],
            "not_asked": [
                {
                    "option": REF,
                    "kind": "image",
                    "name": "busybox",
                    "version": "",
                    "reason": "it has no tag",
                }
            ],
            "silent": [
                {"code": "SC616", "source": source, "reason": reason, "unanswered": [image]}
            ],
        },
    )


def test_the_command_ends_with_the_code_and_says_what_it_does(
    server: Tagged, kured: Blueprint, capsys: pytest.CaptureFixture[str]
) -> None:
    offer(server, kured, "1.2.3")
    assert run(["check", "--upstream", "--row", ROW]) == 0
    assert capsys.readouterr().err == "Asking chart repositories and registries.\n"
    offer(server, kured, "1.2.4")
    assert run(["check", "--upstream", "--row", ROW]) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--row", "patching"], "Error: --row and --json go with --upstream.\n"),
        (["--json"], "Error: --row and --json go with --upstream.\n"),
        (["--upstream", "--row", "patchin"], "No such row 'patchin'. Did you mean 'patching'?\n"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *options]) == 2
    assert capsys.readouterr().err.endswith(said)


def test_the_help_names_the_options() -> None:
    page = CliRunner().invoke(command, ["--help"]).output
    for words in (
        "--upstream              Ask upstream what is newer, gone or deprecated.",
        "--row TEXT              With --upstream: only the options of this row.",
        "--json                  With --upstream: print it as data.",
    ):
        assert words in page
    assert PROMISE in " ".join(page.split())


def test_the_codes_are_explained() -> None:
    pages = [pages_of(f"SC{number}") for number in range(612, 617)]
    assert pages == [
        ["SC612: upstream offers a newer version than the option names."],
        ["SC613: upstream does not offer the option's version any more, or deprecates it."],
        ["SC614: our values set a key that the newer chart does not know."],
        ["SC615: the newer chart leaves out Kubernetes versions that the option takes."],
        ["SC616: a chart repository or registry does not tell what it offers."],
    ]


def test_every_release_of_the_catalogue_has_values_to_compare(real: Catalogue) -> None:
    for b in choosable(real)[::6]:
        for release in b.releases:
            assert any(t.strip() for t in upstream.renderings(real, b, release.name)), b.ref


def test_what_the_stack_sets_counts_as_set_by_us(real: Catalogue) -> None:
    b = real.find("monitoring/prometheus")
    assert b
    found = list(upstream.renderings(real, b, "kube-prometheus-stack"))
    assert b'{"prometheus": {"prometheusSpec": {"retention": null}}}' in found
    assert b'{"grafana": {"ingress": {"hosts": [null]}}}' in found


def test_what_crds_are_packed_from_is_asked_as_well(real: Catalogue) -> None:
    calico = real.find("network-policies/calico")
    assert calico
    (packed,) = (p for p in upstream.pins(calico) if p.kind == "crds")
    assert (packed.name, packed.repo) == (
        "crd.projectcalico.org.v1",
        "https://docs.tigera.io/calico/charts",
    )
    traefik = real.find("ingress-controller/traefik")
    assert traefik
    first = next(upstream.pins(traefik))
    assert (first.kind, first.parts) == ("chart", tuple(c.parts for c in traefik.crds))


def test_every_source_of_the_catalogue_is_asked_or_has_a_reason(real: Catalogue) -> None:
    from scaffold.charts.upstream_source import source, unasked

    pins = [pin for b in real.blueprints() for pin in upstream.pins(b)]
    assert all(bool(source(pin)) != bool(unasked(pin)) for pin in pins)
    charts = [pin for pin in pins if pin.kind == "chart"]
    assert [pin for pin in charts if unasked(pin)] == []
    files = [c for b in real.blueprints() for c in b.crds if isinstance(c.origin, FileSource)]
    assert len([pin for pin in pins if pin.kind == "file"]) == len(files)
