#!/usr/bin/env bash
# Pushes every image that was built, and none unless all of them were scanned and passed.
#
#   BRANCH   of the tag that can be sorted; "main" if it is not set
#
# Signed with cosign where cosign is there and the pipeline has an identity token. The other variables: ci/lib/images.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${IMAGE_PREFIX:?is not set: registry and organisation of the images}"
# shellcheck source=/dev/null
source ci/lib/images.sh

sign() {
  if [[ -z "${SIGSTORE_ID_TOKEN:-}" && -n "${CIRCLE_OIDC_TOKEN_V2:-}" ]]; then
    SIGSTORE_ID_TOKEN="$(ci/identity.sh sigstore)"
    export SIGSTORE_ID_TOKEN
  fi
  if ! command -v cosign >/dev/null; then
    say "not signed: cosign is not there"
  elif [[ -z "${SIGSTORE_ID_TOKEN:-}${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ]]; then
    say "not signed: this pipeline has no identity token"
  else
    cosign sign --yes "$1"
    if [[ -f "$OUT/$2.cdx.json" ]]; then cosign attest --yes --type cyclonedx --predicate "$OUT/$2.cdx.json" "$1"; fi
  fi
}

for app in $(apps); do
  record="$OUT/$app.scanned"
  [[ -f "$record" ]] || die "$app was not scanned, or did not pass: nothing is pushed. Run ci/scan.sh."
  [[ "$(<"$record")" == "$(identity "$app")" ]] || die "$app was built again after its scan: nothing is pushed. Run ci/scan.sh."
done

for app in $(apps); do
  say "push $(image "$app")"
  docker push "$(image "$app")"
  if [[ -n "${BUILD_NUMBER:-}" ]]; then
    sortable="$IMAGE_PREFIX/$app:${BRANCH:-main}-$COMMIT-$BUILD_NUMBER"
    say "push $sortable"
    docker tag "$(image "$app")" "$sortable"
    docker push "$sortable"
  fi
  digest="$(docker image inspect --format '{{index .RepoDigests 0}}' "$(image "$app")")"
  printf '%s\n' "$digest" >"$OUT/$app.pushed"
  sign "$digest" "$app"
done
