#!/usr/bin/env bash
# What the other scripts need: programs in .tools/ where this machine has another version or none, Python packages in venv/.
#
#   ci/setup.sh          pulumi, kubectl and python, for the scripts of this repository
#   ci/setup.sh cosign   to sign images
#
# Archives are checked against ci/tools.sum if it is there, else against the sums that their publisher lists. Write the
# lines that are printed into ci/tools.sum to hold on to them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PULUMI=3.274.1
COSIGN=3.1.2
KUBECTL=1.37.0
case "$(uname -m)" in
  x86_64) machine=amd64 short=x64 ;;
  aarch64 | arm64) machine=arm64 short=arm64 ;;
  *) printf 'error: no Pulumi for %s\n' "$(uname -m)" >&2 && exit 1 ;;
esac
system="$(uname -s | tr '[:upper:]' '[:lower:]')"

export PATH="$PWD/.tools/pulumi:$PWD/.tools:$PATH"

# Whether a program says that it has this version.
has() {
  local said
  said="$("$1" version "${@:3}" 2>/dev/null)" || return 1
  [[ "$said" =~ v${2//./\\.}([[:space:]]|$) ]]
}

fetch() {
  printf '==> %s\n' "$1"
  curl --fail --silent --show-error --location --retry 3 --proto '=https' --output "$2" "$1"
}

sum() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1; }

# A file of .tools/, the sum that upstream lists for it.
verify() {
  local found wanted="$2" name
  name="$(basename "$1")"
  found="$(sum "$1")"
  if [[ -f ci/tools.sum ]]; then wanted="$(awk -v name="$name" '$2 == name { print $1 }' ci/tools.sum)"; fi
  if [[ -z "$wanted" || "$found" != "$wanted" ]]; then
    printf 'error: %s has the sum %s, not %s\n' "$name" "$found" "${wanted:-one that is known}" >&2
    exit 1
  fi
  printf '%s  %s\n' "$found" "$name"
}

# The sum of a file in a list that is read from standard input.
listed() { awk -v name="$1" '$2 == name { print $1 }'; }

install_pulumi() {
  if has pulumi "$PULUMI"; then return; fi
  local file="pulumi-v$PULUMI-$system-$short.tar.gz" base="https://github.com/pulumi/pulumi/releases/download/v$PULUMI"
  fetch "$base/$file" ".tools/$file"
  fetch "$base/pulumi-$PULUMI-checksums.txt" .tools/pulumi.sums
  verify ".tools/$file" "$(listed "$file" <.tools/pulumi.sums)"
  tar -xzf ".tools/$file" -C .tools
}

install_kubectl() {
  if has kubectl "$KUBECTL" --client; then return; fi
  local file="kubectl-v$KUBECTL-$system-$machine" base="https://dl.k8s.io/release/v$KUBECTL/bin/$system/$machine"
  fetch "$base/kubectl" ".tools/$file"
  fetch "$base/kubectl.sha256" .tools/kubectl.sum
  verify ".tools/$file" "$(cut -d ' ' -f 1 .tools/kubectl.sum)"
  install -m 755 ".tools/$file" .tools/kubectl
}

install_cosign() {
  if has cosign "$COSIGN"; then return; fi
  local file="cosign-$system-$machine" base="https://github.com/sigstore/cosign/releases/download/v$COSIGN"
  fetch "$base/$file" ".tools/$file"
  fetch "$base/cosign_checksums.txt" .tools/cosign.sums
  verify ".tools/$file" "$(listed "$file" <.tools/cosign.sums)"
  install -m 755 ".tools/$file" .tools/cosign
}

install_python() {
  if [[ ! -x venv/bin/python ]]; then python3 -m venv venv; fi
  venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
}

mkdir -p .tools
printf '*\n' >.tools/.gitignore
if [[ $# -eq 0 ]]; then set -- pulumi kubectl python; fi
for program in "$@"; do "install_$program"; done
