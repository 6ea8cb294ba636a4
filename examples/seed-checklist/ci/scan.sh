#!/usr/bin/env bash
# Scans every image that was built with Trivy; fails on a high or critical vulnerability that has a fix, and on such a secret.
#
#   TRIVY_SEVERITY   what fails; "HIGH,CRITICAL" if it is not set
#
# The trivy of this machine is used if there is one, else the image below. The other variables: ci/lib/images.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=/dev/null
source ci/lib/images.sh

TRIVY=ghcr.io/aquasecurity/trivy:0.74.0@sha256:62b1e65e8869bc4b4c6aa4fa2b21595256c7c2f6018a9d9ad61caf87187c1969

# Trivy on one archive: its name, then options. The database is kept in a volume of docker.
trivy_image() {
  local app="$1"
  shift
  if [[ -f "$OUT/.trivyignore.yaml" ]]; then set -- --ignorefile "$OUT/.trivyignore.yaml" "$@"; fi
  if command -v trivy >/dev/null; then
    trivy image --no-progress --input "$OUT/$app.tar" "$@"
  else
    docker run --rm --volume "$PWD/$OUT:/$OUT:ro" --volume trivy-database:/root/.cache/trivy --workdir / "$TRIVY" \
      image --no-progress --input "$OUT/$app.tar" "$@"
  fi
}

# Containers see only $OUT, which may be that of an earlier run: an entry that is gone lets nothing pass any more.
rm -f "$OUT/.trivyignore.yaml"
if [[ -f .trivyignore.yaml ]]; then cp .trivyignore.yaml "$OUT/"; fi

failed=()
for app in $(apps); do
  rm -f "$OUT/$app.scanned"
  say "scan $(image "$app"); the whole report: $OUT/$app.trivy.json"
  # Trivy reads TRIVY_SEVERITY itself, and would leave the others out.
  trivy_image "$app" --quiet --severity UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL --format json >"$OUT/$app.trivy.json"
  if trivy_image "$app" --severity "${TRIVY_SEVERITY:-HIGH,CRITICAL}" --ignore-unfixed --exit-code 1; then
    passed "$app"
  else
    failed+=("$app")
  fi
done
if [[ ${#failed[@]} -gt 0 ]]; then die "did not pass the scan: ${failed[*]}"; fi
