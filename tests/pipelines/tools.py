"""Programs that check what a pipeline says, of pinned sources, kept in the cache folder."""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

MODULES = Path(__file__).parent / "modules"
"""One Go module for each source, with its go.mod and go.sum."""
GROOVY = "4.0.33"
GROOVY_SHA256 = "5240a9151289115e4d447d6b6d4cb9ac8a9fc6374e079714dfeeffda42323be8"
"""Of `org.apache.groovy:groovy` in that version."""


def cache() -> Path:
    """A folder named after every pin of this file's tools."""
    found = sha256(GROOVY_SHA256.encode())
    for path in sorted((*MODULES.rglob("go.*"), *MODULES.rglob("*.go"))):
        found.update(path.read_bytes())
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    place = Path(home, "scaffold", "pipelines", found.hexdigest()[:16])
    place.mkdir(parents=True, exist_ok=True)
    return place


def absent(what: str) -> None:
    """Skip with the reason, unless the engine tier is said to be complete."""
    if os.environ.get("SCAFFOLD_ENGINE") == "required":
        pytest.fail(what)
    pytest.skip(what)


def go(module: str, package: str) -> str:
    """The path of a program that is built from a pinned module, once."""
    target = cache() / package.rpartition("/")[2]
    if not target.exists():
        if not shutil.which("go"):
            absent(f"{target.name} must be built, and 'go' is not on PATH")
        half = target.with_name(f"{target.name}.{os.getpid()}")
        env = {**os.environ, "GOFLAGS": "-mod=readonly", "GOWORK": "off", "CGO_ENABLED": "0"}
        command = ["go", "build", "-buildvcs=false", "-o", str(half), package]
        done = subprocess.run(
            command, cwd=MODULES / module, env=env, capture_output=True, text=True
        )
        if done.returncode != 0:
            absent(f"{target.name} cannot be built: {done.stderr.strip()[-300:]}")
        half.replace(target)
    return str(target)


def source(module: str, name: str) -> Path:
    """Where the client keeps the source of a Go module that a pinned module requires."""
    command = ["go", "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", name]
    env = {**os.environ, "GOWORK": "off"}
    done = subprocess.run(command, cwd=MODULES / module, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def groovy() -> list[str]:
    """The command that runs a Groovy script; the archive comes by Maven, and has its sum."""
    target = cache() / f"groovy-{GROOVY}.jar"
    if not shutil.which("java"):
        absent("a Jenkinsfile is compiled by Groovy, and 'java' is not on PATH")
    if not target.exists():
        if not shutil.which("mvn"):
            absent("Groovy comes by Maven, and 'mvn' is not on PATH")
        half = target.parent / f"half-{os.getpid()}"
        artifact = f"-Dartifact=org.apache.groovy:groovy:{GROOVY}"
        command = ["mvn", "-q", "-B", "dependency:copy", artifact, f"-DoutputDirectory={half}"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=target.parent)
        if done.returncode != 0:
            absent(f"Groovy cannot be had: {done.stdout.strip()[-300:]}")
        (half / target.name).replace(target)
        shutil.rmtree(half)
    found = sha256(target.read_bytes()).hexdigest()
    assert found == GROOVY_SHA256, f"{target} has the sum {found}"
    return ["java", "-cp", str(target), "groovy.ui.GroovyMain"]
