#!/usr/bin/env bash
# Brings one stack's cluster to what the program says, then runs ci/smoke.sh.
#
#   ci/up.sh STACK
#
# The variables: ci/lib/cluster.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stack="${1:?is missing: the name of a stack}"
# shellcheck source=/dev/null
source ci/lib/cluster.sh

say "pulumi up of $stack"
pulumi up --yes --non-interactive --color never --parallel 64 --stack "$stack"
KUBE_CONTEXT="$(context "$stack")" ci/smoke.sh
