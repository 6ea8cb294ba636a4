#!/usr/bin/env bash
# Builds every apps/<name>/Dockerfile as IMAGE_PREFIX/<name>:<commit>. Nothing leaves this machine.
#
#   SBOM=off   leaves out the software bill of materials
#
# The other variables: ci/lib/images.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=/dev/null
source ci/lib/images.sh

SYFT=docker.io/anchore/syft:v1.51.0@sha256:678bfa565b60f747aac0f8e964fe5588a24445b8d0a480e91f6efd70020dfbb0

# Components of an image, as CycloneDX.
components() {
  if command -v syft >/dev/null; then
    syft scan "docker-archive:$OUT/$1.tar" --output cyclonedx-json
  else
    docker run --rm --volume "$PWD/$OUT:/out:ro" "$SYFT" scan "docker-archive:/out/$1.tar" --output cyclonedx-json
  fi
}

mkdir -p "$OUT"
printf '*\n' >"$OUT/.gitignore"
for app in $(apps); do
  rm -f "$OUT/$app".*
  say "build $(image "$app")"
  docker build --pull --label "org.opencontainers.image.revision=$COMMIT" --tag "$(image "$app")" "apps/$app"
  docker save --output "$OUT/$app.tar" "$(image "$app")"
  chmod a+r "$OUT/$app.tar"  # scanners in containers may not be the one who wrote it
  if [[ "${SBOM:-on}" != off ]]; then
    say "components of $app: $OUT/$app.cdx.json"
    components "$app" >"$OUT/$app.cdx.json"
  fi
done
