"""A machine with stand-ins for docker, scanners and clouds that write down how they are called."""

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from scaffold.model.blueprint import Blueprint
from tests.pipelines.daemon import Daemon
from tests.pipelines.registry import Registry

COMMIT = "0123456789abcdef0123456789abcdef01234567"
STAND_IN = r"""#!/bin/bash
# One program under many names.
name="$(basename "$0")"
printf '%s\n' "$name $*" >>"$RECORD"

scanner() {
  local calls
  calls="$(cat "$RECORD.scans" 2>/dev/null || true)x"
  printf '%s' "$calls" >"$RECORD.scans"
  printf 'a table\n'
  if [[ "${SCAN_FAILS:-}" == always || "${SCAN_FAILS:-}" == "${#calls}" ]]; then exit 1; fi
}

# What docker is told goes to the daemon on loopback; a login's password comes on standard input.
daemon() {
  local given="" body code line
  local LC_ALL=C
  if [[ "$1" == login ]]; then given="$(cat)"; fi
  body="$(printf '%s\x1f' "$PWD" "${DOCKER_CONFIG:-$HOME/.docker}" "$@" && printf '%s' "$given")"
  exec 3<>"/dev/tcp/127.0.0.1/$DAEMON"
  printf 'POST / HTTP/1.0\r\nContent-Length: %s\r\n\r\n%s' "${#body}" "$body" >&3
  read -r _ code _ <&3
  while read -r line <&3 && [[ "$line" != $'\r' ]]; do :; done
  if [[ "$code" == 200 ]]; then cat <&3; else cat <&3 >&2 && exit 1; fi
}

case "$name $1" in
  "docker run") if [[ "$*" == *syft* ]]; then printf '{}'; else scanner; fi ;;
  "docker "*) daemon "$@" ;;
  "syft "*) printf '{}' ;;
  "git rev-parse") printf '%s\n' "$COMMIT" ;;
  "git "*) ;;
  "cosign version") printf 'GitVersion:    v%s\n' "$(sed -n 's/^COSIGN=//p' ci/setup.sh)" ;;
  "aws "* | "circleci "* | "az "* | "gcloud "* | "cosign "*) printf 'token' ;;
  "curl "*)
    all="$*"
    # Who writes the configuration must not be stopped by a reader that has gone.
    if [[ "$all" == *"--config -"* ]]; then cat >/dev/null; fi
    file="${all#*--output }"
    if [[ "$*" != *--output* ]]; then
      printf '{"value": "token", "access_token": "token", "accessToken": "token",'
      printf '"refresh_token": "token"}'
    else
      cp "$0" "${file%% *}"
    fi
    ;;
  "pulumi config") printf 'there\n' ;;
  "pulumi "*) exit "${PULUMI_STATUS:-0}" ;;
  "kubectl "*)
    if [[ "$*" == *updateStrategy* ]]; then printf '%s' "${STRATEGY:-RollingUpdate}"; fi
    if [[ "$*" == *spec.replicas* || "$*" == *desiredNumber* ]]; then printf '3'; fi
    if [[ -n "${NOT_READY:-}" && "$*" == *"$NOT_READY"* && "$*" != *" get "* ]]; then exit 1; fi
    ;;
  *) scanner ;;
esac
"""
PARTS = {
    "<account>": "111122223333",
    "<region>": "eu-central-1",
    "<domain>": "platform.example.com",
    "<registry>": "acme",
    "<company>": "acme",
    "<project>": "acme",
}
"""Of a registry's host, what a company puts in."""
ACCOUNTS = {
    "acr": {"00000000-0000-0000-0000-000000000000": "token"},
    "ecr": {"AWS": "token"},
    "gcp-registry": {"oauth2accesstoken": "token"},
}
"""Registry -> who may push and with what, where an identity token was exchanged for it."""
CLOUDS = ("docker", "aws", "az", "gcloud", "curl", "pulumi", "kubectl")
"""What is there on every machine."""


@dataclass(frozen=True)
class Depot:
    """A registry, and a docker that knows it under every host."""

    registry: Registry
    daemon: Daemon

    def fresh(self, accounts: dict[str, str]) -> None:
        """Nothing pushed, nothing built; these may push."""
        self.registry.empty()
        self.daemon.empty()
        self.registry.accounts.update(accounts)

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """What the registry answers: status, headers, body."""
        address = f"http://127.0.0.1:{self.registry.port}{path}"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(address, timeout=10) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def tags(self, name: str) -> list[str]:
        """The tags/list of a repository; empty where the registry does not know it."""
        status, _, body = self.get(f"/v2/{name}/tags/list")
        assert status == 200 or json.loads(body)["errors"][0]["code"] == "NAME_UNKNOWN"
        return list(json.loads(body).get("tags", ()))

    def digest(self, name: str, tag: str) -> str:
        """Of the manifest under a tag, which is read with its configuration and its layer."""
        status, headers, body = self.get(f"/v2/{name}/manifests/{tag}")
        assert status == 200
        document = json.loads(body)
        for part in (document["config"], *document["layers"]):
            status, _, content = self.get(f"/v2/{name}/blobs/{part['digest']}")
            assert (status, len(content)) == (200, part["size"])
        return headers["Docker-Content-Digest"]


@contextmanager
def depot() -> Iterator[Depot]:
    """Both, on loopback."""
    with Registry({}) as registry, Daemon(registry.port) as daemon:
        yield Depot(registry, daemon)


@dataclass(frozen=True)
class Machine:
    """A repository on a machine."""

    place: Path
    bin: Path
    env: dict[str, str] = field(default_factory=dict)
    depot: Depot | None = None

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a script of the repository; variables by name."""
        env = {
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "HOME": str(self.bin),
            "RECORD": str(self.record),
            "COMMIT": COMMIT,
            "DAEMON": str(self.depot.daemon.port if self.depot else 0),
            **self.env,
            **more,
        }
        return subprocess.run(command, cwd=self.place, env=env, capture_output=True, text=True)

    @property
    def record(self) -> Path:
        """Every call of a stand-in, one a line."""
        return self.bin / "record"

    def calls(self, start: str = "") -> list[str]:
        """The calls so far that begin with a text."""
        there = self.record.read_text().splitlines() if self.record.exists() else []
        return [line for line in there if line.startswith(start)]


def machine(place: Path, home: Path, *programs: str, depot: Depot | None = None) -> Machine:
    """A machine that has these programs besides those that every machine has."""
    home.mkdir()
    for program in (*CLOUDS, *programs):
        (home / program).write_text(STAND_IN)
        (home / program).chmod(0o755)
    return Machine(place, home, depot=depot)


def variables(registry: Blueprint, scanner: Blueprint) -> dict[str, str]:
    """A value for everything that a registry and a scanner say they need."""
    facts = (registry.provides["registry"], scanner.provides["image-scan"])
    host = re.sub("<[a-z]+>", lambda found: PARTS[found[0]], facts[0]["host"])
    names = [n for f in facts for n in (*f["secrets"].split(), *f["variables"].split())]
    told = {n: sha256(STAND_IN.encode()).hexdigest() for n in names if n.endswith("SHA256")}
    keys = dict.fromkeys(names, "value")
    return {**keys, **told, "IMAGE_PREFIX": f"{host.partition('/')[0]}/acme", "OIDC_TOKEN": "token"}
