"""The commands of the pages, read by the program that they call."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scaffold.rehearse.toolchain import Toolchain
from tests.pages import joined, page, plans

pytestmark = pytest.mark.engine

NOWHERE = ["--kubeconfig=/dev/null", "--server=http://127.0.0.1:1", "--request-timeout=1s"]
REFUSED = re.compile(r"unknown (?:shorthand )?(?:flag|command)[^\n]*|invalid argument[^\n]*")
ENDS = ("|", "||", "&&", ";", "<", ">", ">>", "…")


def commands(text: str) -> Iterator[str]:
    """Each `kubectl …`, on one line: in a sentence, in a block, inside another command."""
    text = joined(text)
    yield from re.findall(r"`(kubectl [^`]+)`", text)
    yield from re.findall(r"\$\((kubectl [^)]+)\)", text)
    yield from re.findall(r"^\s*(kubectl [^\n]+)$", text, re.M)


def words(command: str) -> list[str]:
    """What a shell would give to kubectl; up to a pipe, and with X for what is not known."""
    known = re.sub(r"\$\([^)]*\)|<[^<>]*>", "X", command)
    found = shlex.split(known, comments=True)
    ends = (at for at, word in enumerate(found) if word in ENDS or word[0] in "<>" or word == "2>")
    return [word.rstrip(";") for word in found[1 : next(ends, None)]]


def test_kubectl_knows_every_command_and_flag_of_the_pages(
    tools: Toolchain, tmp_path: Path
) -> None:
    told = {c: b.ref for b, plan in plans() for c in commands(page(b, plan))}
    assert len(told) > 300

    def refused(command: str) -> str:
        done = subprocess.run(
            [tools.program("kubectl"), *NOWHERE, *words(command)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={"HOME": str(tmp_path)},
            timeout=60,
        )
        found = REFUSED.search(done.stderr)
        return f"{told[command]}: {command}: {found[0]}" if found else ""

    with ThreadPoolExecutor(4) as pool:
        assert [line for line in pool.map(refused, told) if line] == []


def test_a_flag_that_kubectl_does_not_have_is_found(tools: Toolchain) -> None:
    command = [tools.program("kubectl"), *NOWHERE, *words("kubectl get pods --selectors a=b")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert REFUSED.search(done.stderr)
