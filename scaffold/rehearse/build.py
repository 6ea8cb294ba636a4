"""Builds a part with Go: exactly the pinned modules, checked against the committed go.sum."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from scaffold.errors import Problem, ToolError
from scaffold.rehearse.parts import CLI_MODULE, KWOK_MODULE, MODULES, PROVIDER_MODULE, SDK, Part

STAGES = (
    "node/fast/node-initialize",
    "node/heartbeat-with-lease/node-heartbeat-with-lease",
    "pod/fast/pod-ready",
    "pod/fast/pod-complete",
    "pod/fast/pod-delete",
    "volume/fast/pvc-provision",
    "volume/fast/pvc-delete",
    "volume/fast/pv-bind",
    "volume/fast/pv-delete",
)
"""Of the simulator: what happens to nodes, pods and volumes, and at once."""
ONE_CLASS = "self.spec.storageClassName == 'kwok-volume'"
EVERY_CLASS = "has(self.spec.storageClassName) && self.spec.storageClassName != ''"
"""Claims of every storage class are bound, not only those of the simulator's own.

A claim of the class "" wants a volume that is there already: Kubernetes itself binds it.
"""
NO_GO = "Install Go 1.26 or newer from https://go.dev/dl, then run scaffold toolchain."
AGAIN = "Run scaffold toolchain again: what is built already stays."


def ready(names: Sequence[str]) -> None:
    """Raise ToolError (SC702) for each part unless Go is there."""
    if not shutil.which("go"):
        what = "must be built, and 'go' is not on PATH"
        raise ToolError(Problem("SC702", name, what, NO_GO) for name in names)


def make(part: Part, place: Path) -> float:
    """Build one part below `place`; the seconds it took. Raises ToolError (SC703)."""
    start = time.monotonic()
    work = _copied(part, place)
    if part.name == "stages of kwok":
        _written(place / part.files[0], _stages(part, work))
        return time.monotonic() - start
    if part.package == ".":
        _embedded(part, work)
    target = place / part.files[0]
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.part")
    tags = ["-tags", part.tags] if part.tags else []
    flags = ["-ldflags", f"-s -w {part.flags}".strip()]
    _go(part, work, ["build", "-buildvcs=false", *tags, *flags, "-o", str(half), part.package])
    if len(part.files) > 1:
        _host_script(part, place)
    half.replace(target)
    return time.monotonic() - start


def _copied(part: Part, place: Path) -> Path:
    """The module's files, where Go may lie beside what is generated."""
    work = place / "modules" / part.module
    shutil.copytree(MODULES / part.module, work, dirs_exist_ok=True)
    return work


def _embedded(part: Part, work: Path) -> None:
    """The two files that the provider embeds, out of its own sources."""
    source = _source(part, work, PROVIDER_MODULE) / "cmd" / "pulumi-resource-kubernetes"
    schema = json.loads((source / "schema.json").read_text("utf-8")) | {"version": SDK}
    mapping = (source / "terraform-mapping.json").read_bytes()
    _written(work / "schema-embed.json", json.dumps(schema).encode())
    _written(work / "terraform-mapping-embed.json", mapping)


def _host_script(part: Part, place: Path) -> None:
    """The script that runs a Python program, which lies in the CLI's sources."""
    work = place / "modules" / "pulumi"
    shutil.copytree(MODULES / "pulumi", work, dirs_exist_ok=True)
    name = Path(part.files[1]).name
    script = _source(part, work, CLI_MODULE) / "python" / "cmd" / name
    _written(place / part.files[1], script.read_bytes())
    (place / part.files[1]).chmod(0o755)


def _stages(part: Part, work: Path) -> bytes:
    """One file of all stages: the simulator's and ours."""
    source = _source(part, work, KWOK_MODULE) / "kustomize" / "stage"
    texts = [(source / f"{name}.yaml").read_text("utf-8") for name in STAGES]
    texts = [text.replace(ONE_CLASS, EVERY_CLASS) for text in texts]
    texts.append((work / "service-loadbalancer.yaml").read_text("utf-8"))
    return "---\n".join(text.rstrip() + "\n" for text in texts).encode()


def _source(part: Part, work: Path, module: str) -> Path:
    """The folder of a module's sources, downloaded if it is not there."""
    _go(part, work, ["mod", "download", module])
    return Path(_go(part, work, ["list", "-m", "-f", "{{.Dir}}", module]).strip())


def _go(part: Part, work: Path, arguments: Sequence[str]) -> str:
    """Run Go in the module's folder; what it printed. Raises ToolError (SC703)."""
    own = {"GOFLAGS": "-mod=readonly", "GOWORK": "off", "CGO_ENABLED": "0"}
    done = subprocess.run(
        ["go", *arguments], cwd=work, env={**os.environ, **own}, capture_output=True, text=True
    )
    if done.returncode != 0:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        said = next((line for line in lines if not line.startswith(("go: downloading", "#"))), "")
        what = f"'go {arguments[0]}' failed: {said[:300] or done.returncode}"
        raise ToolError([Problem("SC703", part.name, what, AGAIN)])
    return done.stdout


def _written(path: Path, content: bytes) -> None:
    """A file that appears under its name only when it is whole."""
    half = path.with_name(f"{path.name}.part")
    half.write_bytes(content)
    half.replace(path)
