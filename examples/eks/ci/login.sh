#!/usr/bin/env bash
# Logs docker in at Amazon ECR, the host that IMAGE_PREFIX begins with.
#
#   AWS_ROLE_ARN   the role that this pipeline takes on with its identity token
#   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY   where a pipeline has no identity token
#
# Without either, whatever the machine itself is allowed: the role of a node, a pod or a person.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${IMAGE_PREFIX:?is not set: registry and organisation of the images}"
# shellcheck source=/dev/null
source ci/lib/images.sh

host="${IMAGE_PREFIX%%/*}"
[[ "$host" =~ ^[0-9]+\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com ]] ||
  die "IMAGE_PREFIX does not begin with <account>.dkr.ecr.<region>.amazonaws.com"
export AWS_REGION="${BASH_REMATCH[1]}"
if [[ -n "${AWS_ROLE_ARN:-}" && -z "${AWS_ACCESS_KEY_ID:-}" ]]; then
  token="$(mktemp)"
  trap 'rm -f "$token"' EXIT
  ci/identity.sh sts.amazonaws.com >"$token"
  export AWS_WEB_IDENTITY_TOKEN_FILE="$token" AWS_ROLE_SESSION_NAME="images-${COMMIT:0:12}"
else
  # An empty role is not the same as none.
  unset AWS_ROLE_ARN
fi
say "login at $host"
aws ecr get-login-password --region "$AWS_REGION" | docker login --username AWS --password-stdin "$host"
