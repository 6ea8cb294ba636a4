#!/usr/bin/env bash
# Fails where a cluster is not what the program says: somebody changed it by hand, or an `up` is still to come.
#
#   ci/drift.sh [STACK…]
#
# The variables: ci/lib/cluster.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=/dev/null
source ci/lib/cluster.sh

if [[ $# -eq 0 ]]; then read -r -a wanted <<<"$STACKS"; else wanted=("$@"); fi
status=0
for stack in "${wanted[@]}"; do
  say "drift of $stack"
  pulumi preview --refresh --expect-no-changes --diff --non-interactive --color never --stack "$stack" || status=1
done
exit "$status"
