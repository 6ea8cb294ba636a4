#!/usr/bin/env bash
# Logs docker in at the Azure Container Registry that IMAGE_PREFIX begins with.
#
#   AZURE_CLIENT_ID, AZURE_TENANT_ID   the application whose federated credential trusts this pipeline
#   REGISTRY_USER, REGISTRY_PASSWORD   a token of the registry, where a pipeline has no identity token
#
# Without either, whoever az on this machine is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${IMAGE_PREFIX:?is not set: registry and organisation of the images}"
# shellcheck source=/dev/null
source ci/lib/images.sh

host="${IMAGE_PREFIX%%/*}"
say "login at $host"
if [[ -n "${REGISTRY_PASSWORD:-}" ]]; then
  printf "%s" "$REGISTRY_PASSWORD" | docker login --username "${REGISTRY_USER:?is not set}" --password-stdin "$host"
  exit 0
fi

# A field of the answer to a form, which comes on standard input as lines of curl's configuration. A refusal is shown with its reason.
ask() {
  local answer
  answer="$(curl --config - --fail-with-body --silent --show-error "$1")" || { printf "%s\n" "$answer" >&2 && return 1; }
  printf "%s" "$answer" | python3 -c "import json, sys; print(json.load(sys.stdin)[sys.argv[1]], end=\"\")" "$2"
}

# A token of the registry for the identity token of this pipeline. Nothing but curl is needed: few runners have az.
exchange() {
  local identity access tenant="${AZURE_TENANT_ID:?is not set}"
  identity="$(ci/identity.sh api://AzureADTokenExchange)" || return 1
  access="$(ask "https://login.microsoftonline.com/$tenant/oauth2/v2.0/token" access_token <<FORM
data-urlencode = "client_id=$AZURE_CLIENT_ID"
data-urlencode = "scope=https://management.azure.com/.default"
data-urlencode = "grant_type=client_credentials"
data-urlencode = "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
data-urlencode = "client_assertion=$identity"
FORM
)" || return 1
  ask "https://$host/oauth2/exchange" refresh_token <<FORM
data-urlencode = "grant_type=access_token"
data-urlencode = "service=$host"
data-urlencode = "tenant=$tenant"
data-urlencode = "access_token=$access"
FORM
}

if [[ -n "${AZURE_CLIENT_ID:-}" ]]; then
  token="$(exchange)"
else
  token="$(az acr login --name "${host%.azurecr.io}" --expose-token --output tsv --query accessToken)"
fi
printf "%s" "$token" | docker login --username 00000000-0000-0000-0000-000000000000 --password-stdin "$host"
