"""The scripts of every registry and scanner, run from end to end against a real registry."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.pipelines.combinations import (
    COMBINATIONS,
    REAL,
    SPREAD,
    Refs,
    lay,
    name,
    options,
    pipelines,
    rendered,
)
from tests.pipelines.machine import ACCOUNTS, COMMIT, Depot, Machine, depot, machine, variables

slow = pytest.mark.slow
every = pytest.mark.parametrize("refs", SPREAD, ids=name)
PAIRS: list[Refs] = [
    tuple(b.ref for b in found)
    for found in product(*map(options, ("image-registry", "image-scanning")))
]
"""Every registry with every scanner."""
MARKED = [
    pytest.param(refs, id=name(refs), marks=() if refs in [s[1:] for s in SPREAD] else slow)
    for refs in PAIRS
]
PUSHED = sorted((COMMIT, f"main-{COMMIT}-7"))
IMAGES = ("acme/shop", "acme/stock")


@pytest.fixture(scope="module")
def stores() -> Iterator[Depot]:
    with depot() as both:
        yield both


@pytest.fixture
def there(refs: Refs, tmp_path: Path, stores: Depot) -> Machine:
    """The repository of a combination, on a machine with docker and no scanner."""
    return prepared(refs, tmp_path, stores)


def prepared(refs: Refs, place: Path, stores: Depot) -> Machine:
    """A machine whose docker reaches an empty registry, which takes what its login gives."""
    tree = rendered(refs) if len(refs) == 3 else pipelines(("build-pipeline/jenkins", *refs))
    registry, scanner = (REAL.find(ref) for ref in refs[-2:])
    assert registry
    assert scanner
    made = machine(lay(tree, place / "acme"), place / "bin", "npx", "java", depot=stores)
    made.env.update(variables(registry, scanner))
    stores.fresh(ACCOUNTS.get(registry.id, {"value": "value"}))
    return made


def nothing_is_there(stores: Depot) -> None:
    """No tag, no manifest and no blob."""
    assert [stores.tags(image) for image in IMAGES] == [[], []]
    assert not stores.registry.repositories


@pytest.mark.parametrize("refs", MARKED)
def test_the_registry_has_no_tag_of_what_fails_the_scan_and_the_commits_of_what_passes(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    failed = there.run("ci/image.sh", SCAN_FAILS="always", BUILD_NUMBER="7")
    assert failed.returncode != 0
    nothing_is_there(stores)
    done = there.run("ci/image.sh", BUILD_NUMBER="7")
    assert done.returncode == 0, done.stdout + done.stderr
    for image in IMAGES:
        assert stores.tags(image) == PUSHED
        told = (there.place / "out" / f"{image.split('/')[1]}.pushed").read_text().strip()
        assert told == f"{there.env['IMAGE_PREFIX'].split('/')[0]}/{image}@{told.split('@')[1]}"
        assert {stores.digest(image, tag) for tag in PUSHED} == {told.split("@")[1]}


@pytest.mark.parametrize("refs", PAIRS, ids=name)
def test_the_scripts_are_the_same_whichever_pipeline_calls_them(refs: Refs) -> None:
    trees = [pipelines(found) for found in COMBINATIONS if found[1:] == refs]
    assert len(trees) >= 3
    for path in ("build", "login", "scan", "push", "image", "identity", "lib/images"):
        found = {content for tree in trees for p, f in tree.items()
                 if str(p) == f"ci/{path}.sh" for content in [f.content]}  # fmt: skip
        assert len(found) == 1, path


@every
def test_what_passes_the_scan_is_pushed_in_the_order_of_the_stages(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    done = there.run("ci/image.sh", BUILD_NUMBER="7")
    assert done.returncode == 0, done.stdout + done.stderr
    calls = there.calls()
    stages = ("docker login", "docker build", "docker push")
    first = [next(n for n, c in enumerate(calls) if c.startswith(stage)) for stage in stages]
    assert first == sorted(first)
    assert [stores.tags(image) for image in IMAGES] == [PUSHED, PUSHED]


@every
def test_without_a_login_the_registry_refuses_the_push(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    done = there.run("ci/image.sh", "build", "scan", "push")
    assert done.returncode != 0
    assert "401" in done.stderr
    nothing_is_there(stores)


@every
def test_what_was_pushed_is_signed_by_its_digest_where_there_is_an_identity(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    (there.bin / "cosign").write_text((there.bin / "docker").read_text())
    (there.bin / "cosign").chmod(0o755)
    done = there.run("ci/image.sh", SIGSTORE_ID_TOKEN="token")
    assert done.returncode == 0, done.stderr
    signed = there.calls("cosign sign")
    assert len(signed) == 2
    assert all("@sha256:" in line and COMMIT not in line for line in signed)
    assert len(there.calls("cosign attest")) == 2


@every
def test_a_failed_scan_leaves_nothing_pushed(refs: Refs, there: Machine, stores: Depot) -> None:
    done = there.run("ci/image.sh", SCAN_FAILS="always")
    assert done.returncode != 0
    assert there.calls("docker push") == []
    nothing_is_there(stores)


@every
def test_one_image_that_fails_keeps_back_the_others(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    assert there.run("ci/image.sh").returncode == 0
    scans = len((there.bin / "record.scans").read_text())
    assert scans >= 2
    for path in there.bin.glob("record*"):
        path.unlink()
    stores.registry.repositories.clear()
    done = there.run("ci/image.sh", SCAN_FAILS=str(scans))
    assert done.returncode != 0
    assert there.calls("docker push") == []
    nothing_is_there(stores)


@every
def test_a_pipeline_that_goes_on_after_a_failure_still_pushes_nothing(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    for stage in ("build", "login", "scan"):
        there.run(f"ci/{stage}.sh", SCAN_FAILS="always")
    done = there.run("ci/push.sh")
    assert done.returncode == 1
    assert "was not scanned, or did not pass: nothing is pushed" in done.stderr
    assert there.calls("docker push") == []
    nothing_is_there(stores)


@every
def test_an_image_that_was_built_again_after_its_scan_is_not_pushed(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    assert there.run("ci/image.sh", "build", "scan").returncode == 0
    (there.place / "apps" / "shop" / "Dockerfile").write_text("FROM scratch AS other\n")
    tag = f"{there.env['IMAGE_PREFIX']}/shop:{COMMIT}"
    assert there.run(str(there.bin / "docker"), "build", "--tag", tag, "apps/shop").returncode == 0
    done = there.run("ci/push.sh")
    assert done.returncode == 1
    assert "was built again after its scan: nothing is pushed" in done.stderr
    assert there.calls("docker push") == []
    nothing_is_there(stores)


@every
def test_no_password_is_told_to_a_program_as_an_argument(
    refs: Refs, there: Machine, stores: Depot
) -> None:
    secret = [k for k in there.env if any(word in k for word in ("PASS", "TOKEN", "KEY"))]
    assert secret
    there.env.update({k: f"very-{k}" for k in secret})
    stores.registry.accounts.update(value="very-REGISTRY_PASSWORD")
    done = there.run("ci/image.sh")
    assert done.returncode == 0, done.stderr
    assert [line for line in there.calls() if "very-" in line] == []
    assert "very-" not in done.stdout + done.stderr


@every
def test_without_applications_there_is_nothing_to_do(refs: Refs, there: Machine) -> None:
    for path in there.place.glob("apps/*/Dockerfile"):
        path.unlink()
    done = there.run("ci/image.sh")
    assert done.returncode == 0, done.stderr
    assert "there is no image to work on" in done.stdout
    assert there.calls() == []


@every
def test_a_registry_that_is_not_told_where_images_go_says_so(refs: Refs, there: Machine) -> None:
    del there.env["IMAGE_PREFIX"]
    assert there.run("ci/build.sh").returncode == 0
    done = there.run("ci/push.sh")
    assert done.returncode != 0
    assert "IMAGE_PREFIX: is not set" in done.stderr
    assert there.calls("docker push") == []


STATIC = [b.ref for b in options("image-registry") if b.provides["registry"]["static"]]


@pytest.mark.parametrize("registry", STATIC)
def test_a_pipeline_without_identity_token_logs_in_with_the_keys_it_keeps(
    registry: str, tmp_path: Path, stores: Depot
) -> None:
    made = prepared((registry, "image-scanning/aqua-security"), tmp_path, stores)
    there = REAL.find(registry)
    assert there
    kept = {"_json_key": "kept", "value": "kept"}
    stores.registry.accounts.update(kept if there.id != "ecr" else {})
    made.env.update(dict.fromkeys(there.provides["registry"]["static"].split(), "kept"))
    del made.env["OIDC_TOKEN"]
    done = made.run("ci/login.sh")
    assert done.returncode == 0, done.stderr
    assert len(made.calls("docker login")) == 1
    assert not made.calls("curl")


@pytest.mark.parametrize("registry", STATIC)
def test_without_a_token_and_without_keys_the_login_says_what_is_missing(
    registry: str, tmp_path: Path, stores: Depot
) -> None:
    made = prepared((registry, "image-scanning/aqua-security"), tmp_path, stores)
    del made.env["OIDC_TOKEN"]
    done = made.run("ci/login.sh")
    assert done.returncode != 0
    assert "this pipeline gives no identity token" in done.stderr
    assert not made.calls("docker login")


def test_the_stand_in_of_curl_waits_for_who_writes_its_configuration(tmp_path: Path) -> None:
    there = machine(tmp_path, tmp_path / "bin")
    slow = "{ sleep 0.2; printf one; printf two; } | curl --config - https://example.com"
    assert there.run("bash", "-o", "pipefail", "-c", slow).returncode == 0
