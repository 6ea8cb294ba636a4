"""The commands of the pages, read by the program that they call."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scaffold.catalogue import load
from scaffold.data import folder
from scaffold.model.release import PLATFORMS
from scaffold.rehearse.toolchain import Toolchain
from scaffold.render import render
from tests.selections import choosable
from tests.test_values import around

pytestmark = pytest.mark.engine

NOWHERE = ["--kubeconfig=/dev/null", "--server=http://127.0.0.1:1", "--request-timeout=1s"]
REFUSED = re.compile(r"unknown (?:shorthand )?(?:flag|command)[^\n]*|invalid argument[^\n]*")
ENDS = ("|", "||", "&&", ";", "<", ">", ">>", "…")


def pages() -> Iterator[tuple[str, str]]:
    """Option and page, alone and beside all that it can use, on every platform."""
    for b in choosable(load(folder("blueprints"))):
        for platform in PLATFORMS:
            for full in (False, True):
                plan = around(b, platform, full) if b.suits(platform) else None
                tree = render(plan, folder("templates")) if plan else {}
                for path, file in tree.items():
                    if str(path) == f"docs/{b.ref}.md":
                        yield b.ref, file.content.decode()


def commands(page: str) -> Iterator[str]:
    """Each `kubectl …`, on one line: in a sentence, in a block, inside another command."""
    text = re.sub(r"\\\n\s*", " ", page)
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
    told = {command: ref for ref, page in pages() for command in commands(page)}
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
