"""URNs: what runs keeps its name, whatever is chosen beside it."""

import json
from pathlib import Path

import pytest

from scaffold.data import folder
from scaffold.render import render
from tests.test_generated import lay
from tests.test_generated_program import record
from tests.test_render_plan import sample


def urns(folder_: Path, **choices: str | tuple[str, ...]) -> set[str]:
    """The URN of every resource of the sample, with some rows answered otherwise."""
    plan = sample(folder_ / "catalogue", **choices)
    done = record(lay(render(plan, folder("templates")), folder_ / "acme"))
    assert done.returncode == 0, done.stderr
    found = set()
    for r in json.loads(done.stdout):
        parents = f"{r['parent'].split('::')[2]}$" if r["parent"] else ""
        found.add(f"{parents}{r['type']}::{r['name']}")
    return found


STACK = "pulumi:pulumi:Stack$"
ROW = f"{STACK}scaffold:platform:Row"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return urns(tmp_path_factory.mktemp("before"))


def test_switching_an_option_changes_only_what_it_installs(
    before: set[str], tmp_path: Path
) -> None:
    after = urns(tmp_path, ingress_controller="haproxy", gateway_api=())
    release, namespace = (
        f"{ROW}$kubernetes:helm.sh/v3:Release",
        f"{ROW}$kubernetes:core/v1:Namespace",
    )
    assert before - after == {
        f"{release}::traefik",
        f"{release}::traefik-crds-1",
        f"{release}::traefik-crds-2",
        f"{release}::gateway-api-crds",
        f"{release}::gateway-api-crds-policies",
        f"{namespace}::traefik",
    }
    assert after - before == {f"{release}::haproxy", f"{namespace}::haproxy"}
    assert f"{ROW}::ingress-controller" in before & after


def test_adding_a_row_changes_nothing_else(before: set[str], tmp_path: Path) -> None:
    after = urns(tmp_path, service_mesh="linkerd")
    assert before - after == set()
    assert after - before == {
        f"{ROW}::service-mesh",
        f"{ROW}$kubernetes:helm.sh/v3:Release::linkerd",
        f"{ROW}$kubernetes:core/v1:Namespace::linkerd",
    }


def test_no_name_is_used_twice(before: set[str]) -> None:
    names = [urn.rpartition("$")[2] for urn in before]
    assert len(names) == len(set(names))
    assert f"{STACK}pulumi:providers:kubernetes::cluster" in before
