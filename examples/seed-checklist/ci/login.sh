#!/usr/bin/env bash
# Logs docker in at Docker Hub.
#
#   REGISTRY_USER       an account, or the organisation of an organisation access token
#   REGISTRY_PASSWORD   an access token that may read and write; never the password of the account
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${IMAGE_PREFIX:?is not set: registry and organisation of the images}"
# shellcheck source=/dev/null
source ci/lib/images.sh

say "login at Docker Hub as ${REGISTRY_USER:?is not set}"
printf "%s" "${REGISTRY_PASSWORD:?is not set}" | docker login --username "$REGISTRY_USER" --password-stdin
