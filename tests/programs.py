"""Runs the tests of many generated repositories: Pulumi is imported once, each runs in a fork."""

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def failures(roots: Sequence[Path]) -> dict[str, str]:
    """Root -> what pytest printed, for the repositories whose own tests do not pass."""
    preload()
    found = {}
    for root in roots:
        output = root.with_suffix(".out")
        if _forked(root, output) != 0:
            found[root.name] = output.read_text()
        output.unlink(missing_ok=True)
    return found


def preload() -> None:
    """What every program imports: half a second that is paid once."""
    import pulumi
    import pulumi_kubernetes.apiextensions
    import pulumi_kubernetes.core.v1
    import pulumi_kubernetes.helm.v3

    assert pulumi.runtime
    assert pulumi_kubernetes


def _forked(root: Path, output: Path) -> int:
    child = os.fork()
    if child == 0:
        os._exit(_child(root, output))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _child(root: Path, output: Path) -> int:
    """Pytest in the repository, with none of this checkout's modules."""
    import pytest

    os.chdir(root)
    sys.dont_write_bytecode = False  # as its owner runs them, whatever this process was told
    sys.path[:] = [str(root), *(p for p in sys.path if "site-packages" in p or "lib/python" in p)]
    for name in [n for n in sys.modules if n.partition(".")[0] in ("tests", "conftest")]:
        del sys.modules[name]
    for name in [n for n in os.environ if n.startswith("PYTEST_")]:
        del os.environ[name]
    with output.open("w") as file, contextlib.redirect_stdout(file):
        return int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests"]))
