#!/usr/bin/env bash
# What `pulumi up` would change, stack by stack; out/preview.md holds it as a comment for a pull request.
#
# Without a kubeconfig it is told that the cluster is https://127.0.0.1:1: creates and changes of releases are shown all the same.
# The variables: ci/lib/cluster.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=/dev/null
source ci/lib/cluster.sh

mkdir -p out
printf '*\n' >out/.gitignore
: >out/preview.md
reachable=yes
if [[ -z "${KUBECONFIG:-}" && ! -f "$HOME/.kube/config" ]]; then reachable=no; fi
status=0
for stack in $STACKS; do
  if [[ "$reachable" == no ]]; then
    nowhere "$(context "$stack")" >"$PRIVATE/nowhere"
    export KUBECONFIG="$PRIVATE/nowhere"
    say "no kubeconfig: previewing $stack without a cluster"
  fi
  say "pulumi preview of $stack"
  pulumi preview --diff --non-interactive --color never --stack "$stack" 2>&1 | tee "out/preview-$stack.txt" || status=1
  {
    printf '### Preview of %s\n\n~~~text\n' "$stack"
    head -c 20000 "out/preview-$stack.txt"
    printf '\n~~~\n\n'
  } >>out/preview.md
done
exit "$status"
