"""A machine with stand-ins for docker, scanners and clouds that write down how they are called."""

import subprocess
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from scaffold.model.blueprint import Blueprint

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

case "$name $1" in
  "docker build") printf '%s' "${@: -1}" >"$RECORD.built" ;;
  "docker save") printf 'archive' >"$3" ;;
  "docker image")
    if [[ "$*" == *RepoDigests* ]]; then
      printf '%s@sha256:%064d\n' "${!#%:*}" 1
    else
      printf 'sha256:%s%s\n' "${!#}" "$(cat "$RECORD.changed" 2>/dev/null || true)"
    fi
    ;;
  "docker login") cat >/dev/null ;;
  "docker run") if [[ "$*" == *syft* ]]; then printf '{}'; else scanner; fi ;;
  "docker "*) ;;
  "syft "*) printf '{}' ;;
  "aws "* | "az "* | "gcloud "* | "cosign "*) printf 'token' ;;
  "curl "*)
    all="$*"
    file="${all#*--output }"
    if [[ "$*" != *--output* ]]; then
      printf '{"value": "token", "access_token": "token", "accessToken": "token"}'
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
REAL_HOSTS = {
    "<account>.dkr.ecr.<region>.amazonaws.com": "111122223333.dkr.ecr.eu-central-1.amazonaws.com"
}
"""Hosts whose shape a login looks at."""
CLOUDS = ("docker", "aws", "az", "gcloud", "curl", "pulumi", "kubectl")
"""What is there on every machine."""


@dataclass(frozen=True)
class Machine:
    """A repository on a machine."""

    place: Path
    bin: Path
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a script of the repository; variables by name."""
        env = {
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "HOME": str(self.bin),
            "RECORD": str(self.record),
            "COMMIT": COMMIT,
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


def machine(place: Path, home: Path, *programs: str) -> Machine:
    """A machine that has these programs besides those that every machine has."""
    home.mkdir()
    for program in (*CLOUDS, *programs):
        (home / program).write_text(STAND_IN)
        (home / program).chmod(0o755)
    return Machine(place, home)


def variables(registry: Blueprint, scanner: Blueprint) -> dict[str, str]:
    """A value for everything that a registry and a scanner say they need."""
    facts = (registry.provides["registry"], scanner.provides["image-scan"])
    names = [n for f in facts for n in (*f["secrets"].split(), *f["variables"].split())]
    host = REAL_HOSTS.get(facts[0]["host"], "registry.example.com")
    told = {n: sha256(STAND_IN.encode()).hexdigest() for n in names if n.endswith("SHA256")}
    keys = dict.fromkeys(names, "value")
    return {**keys, **told, "IMAGE_PREFIX": f"{host}/acme", "OIDC_TOKEN": "token"}
