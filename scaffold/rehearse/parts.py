"""What a rehearsal starts, as data: which Go module each program is built of, and with what."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

MODULES = Path(__file__).parent / "modules"
"""One Go module for each source, with its go.mod and go.sum: a single one would mix versions."""
KUBERNETES = "1.37.1"
CLI = "3.274.1"
SDK = "4.34.2"
"""Of pulumi-kubernetes: the engine looks for the provider under the version of the SDK."""
CLI_MODULE = "github.com/pulumi/pulumi/sdk/v3"
PROVIDER_MODULE = "github.com/pulumi/pulumi-kubernetes/provider/v4"
KWOK_MODULE = "sigs.k8s.io/kwok"
KUBE_FLAGS = " ".join(
    f"-X {package}.gitVersion=v{KUBERNETES} -X {package}.gitMajor=1 -X {package}.gitMinor=37"
    f" -X {package}.gitTreeState=clean"
    for package in ("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")
)
"""Without them the server calls itself v0.0.0 and charts with a version range are refused."""
CLI_FLAG = f"-X {CLI_MODULE}/go/common/version.Version=v{CLI}"
PROBE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One program, or several files that only make sense together."""

    name: str
    version: str
    module: str
    """The folder below `modules/`."""
    package: str
    """What is built; `.` is the module's own main; empty where nothing is compiled."""
    takes: str
    """How long a build takes on two cores, for the person who waits."""
    files: tuple[str, ...]
    """What it becomes below the cache folder; the first is the program."""
    flags: str = ""
    """For the linker."""
    tags: str = ""
    probe: tuple[str, ...] = ()
    """Arguments that make a program on PATH tell its version; empty: PATH is not asked."""
    fits: str = ""
    """A pattern of the versions that will do."""

    def installed(self) -> tuple[Path, ...]:
        """The files as they are on PATH, or where Pulumi keeps plug-ins; () if they do not fit."""
        if self.name == "pulumi-resource-kubernetes":
            return _plugin()
        found = shutil.which(self.name) if self.probe else None
        if not found:
            return ()
        beside = Path(found).resolve().parent
        paths = (Path(found).resolve(), *(beside / Path(file).name for file in self.files[1:]))
        return paths if all(p.exists() for p in paths) and self._fits(found) else ()

    def _fits(self, program: str) -> bool:
        try:
            done = subprocess.run(
                [program, *self.probe], capture_output=True, text=True, timeout=PROBE_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return bool(re.search(self.fits, done.stdout + done.stderr))


def _plugin() -> tuple[Path, ...]:
    """The provider where Pulumi has installed it."""
    home = os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi"
    name = "pulumi-resource-kubernetes"
    found = Path(home, "plugins", f"resource-kubernetes-v{SDK}", name)
    return (found,) if found.is_file() and os.access(found, os.X_OK) else ()


def _kube(name: str, takes: str) -> Part:
    return Part(
        name=name,
        version=f"v{KUBERNETES}",
        module="kube",
        package=f"k8s.io/kubernetes/cmd/{name}",
        takes=takes,
        files=(f"bin/{name}",),
        flags=KUBE_FLAGS,
        probe=("version", "--client") if name == "kubectl" else ("--version",),
        fits=r"v1\.37\.\d+\s",
    )


PARTS = (
    Part(
        name="etcd",
        version="v3.7.1",
        module="etcd",
        package="go.etcd.io/etcd/server/v3",
        takes="about half a minute",
        files=("bin/etcd",),
        probe=("--version",),
        fits=r"etcd Version: 3\.([6-9]|\d\d)\.",
    ),
    _kube("kube-apiserver", "about 3 minutes"),
    _kube("kube-controller-manager", "about a minute"),
    _kube("kube-scheduler", "a few seconds"),
    _kube("kubectl", "about a quarter of a minute"),
    Part(
        name="kwok",
        version="v0.8.0",
        module="kwok",
        package="sigs.k8s.io/kwok/cmd/kwok",
        takes="about a minute",
        files=("bin/kwok",),
        probe=("--version",),
        fits=r"v?0\.8\.\d+\s",
    ),
    Part(
        name="stages of kwok",
        version="v0.8.0",
        module="kwok",
        package="",
        takes="a second",
        files=("kwok-stages.yaml",),
    ),
    Part(
        name="pulumi",
        version=f"v{CLI}",
        module="pulumi",
        package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        takes="about 5 minutes",
        files=("bin/pulumi",),
        flags=CLI_FLAG,
        tags="osusergo",
        probe=("version",),
        fits=r"v3\.2[3-9]\d\.\d+\s",
    ),
    Part(
        name="pulumi-language-python",
        version="v3.79.0",
        module="language",
        package="github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
        takes="about a quarter of a minute",
        files=("bin/pulumi-language-python", "bin/pulumi-language-python-exec"),
        flags=CLI_FLAG,
        probe=("--help",),
        fits="",
    ),
    Part(
        name="pulumi-resource-kubernetes",
        version=f"v{SDK}",
        module="provider",
        package=".",
        takes="about 7 minutes",
        files=("provider/pulumi-resource-kubernetes",),
        flags=f"-X {PROVIDER_MODULE}/pkg/version.Version={SDK}",
    ),
)
"""In the order in which they are built."""
