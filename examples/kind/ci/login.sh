#!/usr/bin/env bash
# Logs docker in at ghcr.io.
#
#   REGISTRY_USER       a GitHub account
#   REGISTRY_PASSWORD   the token of a workflow run, or a classic personal access token with write:packages
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${IMAGE_PREFIX:?is not set: registry and organisation of the images}"
# shellcheck source=/dev/null
source ci/lib/images.sh

say "login at ghcr.io as ${REGISTRY_USER:?is not set}"
printf "%s" "${REGISTRY_PASSWORD:?is not set}" | docker login --username "$REGISTRY_USER" --password-stdin ghcr.io
