# shellcheck shell=bash
# What the scripts that look at a cluster share. Sourced from the root of the repository.
#
#   KUBECONFIG_CONTENT   a kubeconfig, as pipelines keep it in their store; KUBECONFIG or ~/.kube/config otherwise
#   STACKS               names of stacks, in their order; all of them if it is not set
#
# Pulumi reads PULUMI_BACKEND_URL, PULUMI_ACCESS_TOKEN and PULUMI_CONFIG_PASSPHRASE itself.

STACKS="${STACKS:-dev production}"
PRIVATE="$(mktemp -d)"
trap 'rm -rf "$PRIVATE"' EXIT
export PATH="$PWD/.tools/pulumi:$PWD/.tools:$PATH"

say() { printf '==> %s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# The context that a stack is installed on, from its configuration.
context() { pulumi config get kubernetesContext --stack "$1"; }

# A kubeconfig that refuses every connection at once: a preview then shows what the program would create.
nowhere() {
  cat <<CONFIG
apiVersion: v1
kind: Config
current-context: $1
clusters: [{name: nowhere, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: nobody, user: {}}]
contexts: [{name: $1, context: {cluster: nowhere, user: nobody}}]
CONFIG
}

if [[ -n "${KUBECONFIG_CONTENT:-}" ]]; then
  (umask 077 && printf '%s\n' "$KUBECONFIG_CONTENT" >"$PRIVATE/config")
  export KUBECONFIG="$PRIVATE/config"
fi
