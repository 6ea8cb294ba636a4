"""The scripts of every registry and scanner, run from end to end with stand-ins."""

from pathlib import Path

import pytest

from tests.pipelines.combinations import REAL, SPREAD, Refs, lay, name, options, rendered
from tests.pipelines.machine import COMMIT, Machine, machine, variables

AS_ARGUMENT = ("az login ", "twistcli ")
"""Programs that take what they must know in no other way; their pages say so."""
every = pytest.mark.parametrize("refs", SPREAD, ids=name)


@pytest.fixture
def there(refs: Refs, tmp_path: Path) -> Machine:
    """The repository of a combination, on a machine with docker and no scanner."""
    place = lay(rendered(refs), tmp_path / "acme")
    registry, scanner = REAL.find(refs[1]), REAL.find(refs[2])
    assert registry
    assert scanner
    made = machine(place, tmp_path / "bin", "npx", "java")
    made.env.update(variables(registry, scanner))
    return made


@every
def test_what_passes_the_scan_is_pushed_under_its_commit(refs: Refs, there: Machine) -> None:
    done = there.run("ci/image.sh", BUILD_NUMBER="7")
    assert done.returncode == 0, done.stdout + done.stderr
    pushed = [line.split()[-1] for line in there.calls("docker push")]
    prefix = there.env["IMAGE_PREFIX"]
    assert pushed == [
        f"{prefix}/{app}:{tag}" for app in ("shop", "stock") for tag in (COMMIT, f"main-{COMMIT}-7")
    ]
    calls = there.calls()
    login = next(n for n, line in enumerate(calls) if line.startswith("docker login"))
    first = next(n for n, line in enumerate(calls) if line.startswith("docker push"))
    assert calls[0].startswith("docker build")
    assert login < first
    assert sorted(p.name for p in (there.place / "out").glob("*.pushed")) == [
        "shop.pushed",
        "stock.pushed",
    ]


@every
def test_what_was_pushed_is_signed_by_its_digest_where_there_is_an_identity(
    refs: Refs, there: Machine
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
def test_a_failed_scan_leaves_nothing_pushed(refs: Refs, there: Machine) -> None:
    done = there.run("ci/image.sh", SCAN_FAILS="always")
    assert done.returncode != 0
    assert there.calls("docker push") == []


@every
def test_one_image_that_fails_keeps_back_the_others(refs: Refs, there: Machine) -> None:
    assert there.run("ci/image.sh").returncode == 0
    scans = len((there.bin / "record.scans").read_text())
    assert scans >= 2
    for path in there.bin.glob("record*"):
        path.unlink()
    done = there.run("ci/image.sh", SCAN_FAILS=str(scans))
    assert done.returncode != 0
    assert there.calls("docker push") == []


@every
def test_a_pipeline_that_goes_on_after_a_failure_still_pushes_nothing(
    refs: Refs, there: Machine
) -> None:
    for stage in ("build", "login", "scan"):
        there.run(f"ci/{stage}.sh", SCAN_FAILS="always")
    done = there.run("ci/push.sh")
    assert done.returncode == 1
    assert "was not scanned, or did not pass: nothing is pushed" in done.stderr
    assert there.calls("docker push") == []


@every
def test_an_image_that_was_built_again_after_its_scan_is_not_pushed(
    refs: Refs, there: Machine
) -> None:
    assert there.run("ci/image.sh", "build", "scan").returncode == 0
    (there.bin / "record.changed").write_text("again")
    done = there.run("ci/push.sh")
    assert done.returncode == 1
    assert "was built again after its scan: nothing is pushed" in done.stderr
    assert there.calls("docker push") == []


@every
def test_no_password_is_told_to_a_program_as_an_argument(refs: Refs, there: Machine) -> None:
    secret = [k for k in there.env if any(word in k for word in ("PASS", "TOKEN", "KEY"))]
    assert secret
    there.env.update({k: f"very-{k}" for k in secret})
    done = there.run("ci/image.sh")
    assert done.returncode == 0, done.stderr
    told = [line for line in there.calls() if "very-" in line]
    assert [line for line in told if not line.startswith(AS_ARGUMENT)] == []
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
    registry: str, tmp_path: Path
) -> None:
    refs = ("build-pipeline/travis", registry, "image-scanning/aqua-security")
    place = lay(rendered(refs), tmp_path / "acme")
    there, scanner = REAL.find(registry), REAL.find(refs[2])
    assert there
    assert scanner
    made = machine(place, tmp_path / "bin")
    made.env.update(variables(there, scanner))
    made.env.update(dict.fromkeys(there.provides["registry"]["static"].split(), "kept"))
    del made.env["OIDC_TOKEN"]
    done = made.run("ci/login.sh")
    assert done.returncode == 0, done.stderr
    assert len(made.calls("docker login")) == 1
    assert not made.calls("curl")


@pytest.mark.parametrize("registry", STATIC)
def test_without_a_token_and_without_keys_the_login_says_what_is_missing(
    registry: str, tmp_path: Path
) -> None:
    refs = ("build-pipeline/travis", registry, "image-scanning/aqua-security")
    place = lay(rendered(refs), tmp_path / "acme")
    there, scanner = REAL.find(registry), REAL.find(refs[2])
    assert there
    assert scanner
    made = machine(place, tmp_path / "bin")
    made.env.update(variables(there, scanner))
    del made.env["OIDC_TOKEN"]
    done = made.run("ci/login.sh")
    assert done.returncode != 0
    assert "this pipeline gives no identity token" in done.stderr
    assert not made.calls("docker login")
