#!/usr/bin/env bash
# Logs docker in at Artifact Registry, the host that IMAGE_PREFIX begins with.
#
#   WORKLOAD_IDENTITY_PROVIDER   projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>
#   SERVICE_ACCOUNT              whom the identity token stands for; empty where the pool itself has the role
#   GAR_JSON_KEY                 a key file, where a pipeline has no identity token
#
# Without any of them, whoever gcloud on this machine is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${IMAGE_PREFIX:?is not set: registry and organisation of the images}"
# shellcheck source=/dev/null
source ci/lib/images.sh

host="${IMAGE_PREFIX%%/*}"

# A request whose body comes on standard input, and one field of the answer. A refusal is shown with its reason.
ask() {
  local answer
  answer="$(curl --fail-with-body --silent --show-error --header "Content-Type: application/json" --data @- \
    --config <(if [[ -n "$bearer" ]]; then printf 'header = "Authorization: Bearer %s"\n' "$bearer"; fi) "$1")" || { printf "%s\n" "$answer" >&2 && return 1; }
  printf "%s" "$answer" | python3 -c "import json, sys; print(json.load(sys.stdin)[sys.argv[1]], end=\"\")" "$2"
}

# An access token for the identity token of this pipeline.
access() {
  local bearer="" scope=https://www.googleapis.com/auth/cloud-platform identity federated
  identity="$(ci/identity.sh "https://iam.googleapis.com/$WORKLOAD_IDENTITY_PROVIDER")" || return 1
  federated="$(ask https://sts.googleapis.com/v1/token access_token <<JSON
{"audience": "//iam.googleapis.com/$WORKLOAD_IDENTITY_PROVIDER", "grantType": "urn:ietf:params:oauth:grant-type:token-exchange",
 "requestedTokenType": "urn:ietf:params:oauth:token-type:access_token", "subjectTokenType": "urn:ietf:params:oauth:token-type:jwt",
 "scope": "$scope", "subjectToken": "$identity"}
JSON
)" || return 1
  if [[ -z "${SERVICE_ACCOUNT:-}" ]]; then
    printf "%s" "$federated"
    return
  fi
  bearer="$federated"
  ask "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/$SERVICE_ACCOUNT:generateAccessToken" accessToken <<JSON
{"scope": ["$scope"]}
JSON
}

say "login at $host"
if [[ -n "${GAR_JSON_KEY:-}" ]]; then
  printf "%s" "$GAR_JSON_KEY" | docker login --username _json_key --password-stdin "$host"
elif [[ -n "${WORKLOAD_IDENTITY_PROVIDER:-}" ]]; then
  token="$(access)"
  printf "%s" "$token" | docker login --username oauth2accesstoken --password-stdin "$host"
else
  gcloud auth print-access-token | docker login --username oauth2accesstoken --password-stdin "$host"
fi
