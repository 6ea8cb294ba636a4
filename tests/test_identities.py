"""The commands of pages that let a service account into the cloud, run with recorded clients."""

import json
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from scaffold.catalogue import load
from scaffold.data import folder
from scaffold.model.blueprint import Blueprint
from scaffold.model.release import PLATFORMS
from tests.pages import page
from tests.selections import choosable
from tests.test_values import around

BLOCK = re.compile(r"^( *)```(?:sh|bash)\n(.*?)^\1```", re.S | re.M)
ACCOUNT = re.compile(r"--namespace (\S+) --service-account (\S+)")
RECORDED = """
set -eu
recorded() { printf '%s\\0' "$@" >>calls; printf '\\n' >>calls; echo "an-answer"; }
for client in aws gcloud az pulumi curl eksctl; do
  eval "$client() { recorded $client \\"\\$@\\"; }"
done
"""
IDENTITIES = [b for b in choosable(load(folder("blueprints"))) if any(
    "_identity.j2" in path.read_text("utf-8") for path in b.folder.glob("docs/**/*.j2")
)]  # fmt: skip
PLACES = [(b, p) for b in IDENTITIES for p in PLATFORMS if p != "kind" and b.suits(p)]


def blocks(b: Blueprint, platform: str) -> Iterator[str]:
    """The commands of a page that make an identity."""
    plan = around(b, platform, True)
    assert plan
    for _, text in BLOCK.findall(page(b, plan)):
        if re.search(r"^ *(aws iam|gcloud iam|az identity) ", text, re.M):
            yield text


def calls(text: str, place: Path) -> list[list[str]]:
    """What a shell makes of the commands: the words of every call."""
    subprocess.run(["bash", "-c", RECORDED + text], cwd=place, check=True, capture_output=True)
    lines = (place / "calls").read_text().split("\0\n")
    return [line.split("\0") for line in lines if line]


@pytest.mark.parametrize(("b", "platform"), PLACES, ids=lambda x: getattr(x, "ref", x))
def test_commands_of_an_identity_run_and_name_accounts_of_the_option(
    b: Blueprint, platform: str, tmp_path: Path
) -> None:
    made = [call for text in blocks(b, platform) for call in calls(text, tmp_path)]
    policies = [w for call in made for flag, w in pairwise(call)
                if flag.endswith("policy-document") and not w.startswith("file://")]  # fmt: skip
    for policy in map(json.loads, policies):
        assert policy["Version"] == "2012-10-17"
        assert all(s["Effect"] == "Allow" and s["Action"] for s in policy["Statement"])
    words = " ".join(word for call in made for word in call)
    accounts = {tuple(a) for a in ACCOUNT.findall(words)}
    accounts |= {tuple(a) for a in re.findall(r"serviceaccount:([\w-]+):([\w-]+)", words)}
    accounts |= {tuple(a) for a in re.findall(r"svc\.id\.goog\[([\w-]+)/([\w-]+)\]", words)}
    assert bool(accounts) == bool(made)
    assert {namespace for namespace, _ in accounts} <= {r.namespace for r in b.releases}


def test_an_identity_is_described_on_every_cloud() -> None:
    told = {platform for b, platform in PLACES if any(blocks(b, platform))}
    assert told == {"eks", "gke", "aks"}
