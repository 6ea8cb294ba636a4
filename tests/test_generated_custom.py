"""What its owner adds to a generated repository: custom/, configuration keys, edits."""

import shutil
from pathlib import Path

import pytest

from scaffold.data import folder
from scaffold.render import render
from tests.programs import failures
from tests.test_generated import lay
from tests.test_render_plan import sample

pytestmark = pytest.mark.slow
CUSTOM = """
from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.helm.v3 import Release

from components.helm import Row


def before() -> None:
    def longer(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        if args.type_ == "kubernetes:helm.sh/v3:Release":
            args.props["timeout"] = 900
        return pulumi.ResourceTransformResult(args.props, args.opts)

    pulumi.runtime.register_resource_transform(longer)


def after(rows: Sequence[Row]) -> None:
    own = Namespace("own", metadata={"name": "own"})
    monitoring = next(row for row in rows if "stack" in row.parts)
    depends_on = [own, monitoring.parts["stack"]]
    Release("own", chart="own", opts=pulumi.ResourceOptions(depends_on=depends_on))
"""


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = sample(tmp_path_factory.mktemp("catalogue"))
    return lay(render(plan, folder("templates")), tmp_path_factory.mktemp("acme"))


@pytest.fixture
def place(acme: Path, tmp_path: Path) -> Path:
    return shutil.copytree(acme, tmp_path / "acme")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_resources_and_transforms_of_custom_are_not_judged(place: Path) -> None:
    (place / "custom/__init__.py").write_text(CUSTOM)
    assert failures([place]) == {}


def test_keys_of_every_form_may_be_added_to_the_configuration(place: Path) -> None:
    append(place / "Pulumi.yaml", "  aws:region: eu-central-1\n  own: {value: 1}\n  list:\n")
    append(place / "Pulumi.yaml", "    type: array\n    items: {type: string}\n")
    assert failures([place]) == {}


def test_a_version_that_is_not_the_lock_s_is_found(place: Path) -> None:
    module = place / "components/monitoring.py"
    module.write_text(module.read_text().replace('version="1.0.0"', 'version="2.0.0"'))
    found = failures([place])["acme"]
    assert "test_the_releases_are_those_of_the_lock" in found
    assert "1 failed, 6 passed" in found


def test_a_longer_chain_is_found(place: Path) -> None:
    module = place / "components/certificates.py"
    text = module.read_text()
    first = 'pod_security="restricted",\n'
    assert text.count(first) == 1
    before = '            waits_for=("gateway-api-crds-policies",),\n'
    module.write_text(text.replace(first, first + before))
    assert "test_the_longest_chain_is_as_short_as_planned" in failures([place])["acme"]


def test_a_secret_among_the_values_is_found(place: Path) -> None:
    module = place / "components/helm.py"
    plain = "values=nested(chart.settings),"
    text = module.read_text()
    assert plain in text
    secret = 'values={"password": pulumi.Output.secret("x")},'
    module.write_text(text.replace(plain, secret))
    assert "test_no_secret_is_among_the_values" in failures([place])["acme"]


@pytest.mark.parametrize("name", ["README.md.new", "docs/notes.md"])
def test_a_conflict_that_is_left_is_found(place: Path, name: str) -> None:
    (place / name).write_text("<<<<<<< yours\n")
    assert "test_no_conflict_is_left" in failures([place])["acme"]
