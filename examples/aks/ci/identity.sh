#!/usr/bin/env bash
# Prints the identity token (OIDC) that the pipeline gives this job. Nothing is stored; the cloud that trusts it lets the job in.
#
#   ci/identity.sh AUDIENCE
#
#   OIDC_TOKEN   the token, where the pipeline puts it into a variable with an audience of its own
set -euo pipefail
audience="${1:?is missing: the audience of the token}"

if [[ -n "${OIDC_TOKEN:-}" ]]; then
  printf '%s' "$OIDC_TOKEN"
elif [[ -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ]]; then
  printf 'header = "Authorization: bearer %s"\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
    curl --config - --fail --silent --show-error "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$audience" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["value"], end="")'
elif command -v circleci >/dev/null && [[ -n "${CIRCLE_OIDC_TOKEN_V2:-}" ]]; then
  circleci run oidc get --claims "{\"aud\": \"$audience\"}"
else
  printf 'error: this pipeline gives no identity token\n' >&2
  exit 1
fi
