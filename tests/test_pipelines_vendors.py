"""The image job of every pipeline's own file, run as its vendor runs it, against a registry."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.pipelines.combinations import REAL, SPREAD, Refs, lay, name, options, rendered
from tests.pipelines.machine import (
    ACCOUNTS,
    COMMIT,
    STAND_IN,
    Depot,
    Machine,
    depot,
    machine,
    variables,
)
from tests.pipelines.vendors import GOES_ON, VENDORS, Job, written

PUSHED = sorted((COMMIT, f"main-{COMMIT}-7"))
IMAGES = ("acme/shop", "acme/stock")
TIGHT: list[Refs] = [
    (f"build-pipeline/{pipeline}", f"image-registry/{registry}", f"image-scanning/{scanner}")
    for pipeline, (registry, scanner) in product(
        ("gitlab-ci", "jenkins", "tekton"), (("ecr", "sonatype"), ("acr", "twistlock"))
    )
]
"""Jobs in small images with what needs more programs than the others."""
every = pytest.mark.parametrize("refs", [*SPREAD, *TIGHT], ids=name)


@pytest.fixture(scope="module")
def stores() -> Iterator[Depot]:
    with depot() as both:
        yield both


@pytest.fixture
def there(refs: Refs, tmp_path: Path, stores: Depot) -> Machine:
    """The repository on a runner of its pipeline, with the variables that its page asks for."""
    pipeline, registry, scanner = (REAL.find(ref) for ref in refs)
    assert pipeline
    assert registry
    assert scanner
    place = lay(rendered(refs), tmp_path / "acme")
    made = machine(place, tmp_path / "bin", "npx", "java", "git", "circleci", depot=stores)
    written(made.bin / "cosign", STAND_IN)
    made.env.update(variables(registry, scanner))
    stores.fresh({**ACCOUNTS.get(registry.id, {"value": "value"}), "value": "value"})
    stores.registry.accounts.setdefault("_json_key", "value")
    if pipeline.id in ("travis", "jenkins", "tekton"):
        del made.env["OIDC_TOKEN"]
        static = registry.provides["registry"]["static"].split()
        made.env.update(dict.fromkeys(static, "value"))
    return made


def job(refs: Refs, there: Machine, which: str) -> tuple[Job, bool]:
    """A job of the pipeline's file, and whether its vendor goes on after a fault."""
    pipeline = refs[0].split("/")[1]
    return VENDORS[pipeline](there, which), pipeline in GOES_ON


def test_every_pipeline_has_a_vendor_that_runs_it() -> None:
    assert set(VENDORS) == {b.id for b in options("build-pipeline")}
    assert set(VENDORS) == {ref.split("/")[1] for refs in SPREAD for ref in refs[:1]}


@every
def test_the_vendor_pushes_what_passes_the_scan(refs: Refs, there: Machine, stores: Depot) -> None:
    lines, goes_on = job(refs, there, "publish")
    code, said = lines.run(there, goes_on)
    assert code == 0, said
    for image in IMAGES:
        assert stores.tags(image) == PUSHED
        told = (there.place / "out" / f"{image.split('/')[1]}.pushed").read_text().strip()
        assert {stores.digest(image, tag) for tag in PUSHED} == {told.split("@")[1]}


@every
def test_the_vendor_pushes_nothing_of_what_fails_the_scan(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    lines, goes_on = job(refs, there, "publish")
    code, said = lines.run(there, goes_on, SCAN_FAILS="always")
    assert code != 0, said
    assert "==> scan " in said
    assert not there.calls("docker push")
    assert [stores.tags(image) for image in IMAGES] == [[], []]
    assert not stores.registry.repositories


@every
def test_a_pull_request_builds_and_scans_and_logs_in_nowhere(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    if refs[0].endswith("/tekton"):
        assert "Pull requests start nothing" in (there.place / "tekton/trigger.yaml").read_text()
        return
    lines, goes_on = job(refs, there, "try")
    code, said = lines.run(there, goes_on)
    assert code == 0, said
    assert there.calls("docker build")
    assert not there.calls("docker login")
    assert not stores.registry.repositories
