#!/usr/bin/env bash
# Waits until every workload that the charts of the chosen options bring is ready; not for what operators make of them.
#
#   KUBE_CONTEXT    context of the kubeconfig; the current one if it is not set
#   SMOKE_TIMEOUT   for each workload; "5m" if it is not set
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.tools:$PATH"

WORKLOADS=(
  Deployment/flux-system/flux-operator
  DaemonSet/monitoring/kube-prometheus-stack-prometheus-node-exporter
  Deployment/monitoring/kube-prometheus-stack-grafana
  Deployment/monitoring/kube-prometheus-stack-kube-state-metrics
  Deployment/monitoring/kube-prometheus-stack-operator
  Deployment/kube-system/sealed-secrets-controller
  Deployment/traefik/traefik
  StatefulSet/logging/victoria-logs-victoria-logs-single-server
  DaemonSet/logging/victoria-logs-collector
  Deployment/cert-manager/cert-manager-cainjector
  Deployment/cert-manager/cert-manager
  Deployment/cert-manager/cert-manager-webhook
  Deployment/cert-manager/trust-manager
  Deployment/kube-system/metrics-server
)
TIMEOUT="${SMOKE_TIMEOUT:-5m}"

ask() { kubectl ${KUBE_CONTEXT:+--context "$KUBE_CONTEXT"} --namespace "$namespace" "$@"; }

# kubectl has no rollout status for workloads that are only updated when their pods are deleted.
ready() {
  case "$kind" in
    Deployment | StatefulSet | DaemonSet)
      if [[ "$(ask get "$kind" "$name" --output 'jsonpath={.spec.updateStrategy.type}')" != OnDelete ]]; then
        ask rollout status "$kind/$name" --timeout "$TIMEOUT"
      elif [[ "$kind" == StatefulSet ]]; then
        wanted="$(ask get "$kind" "$name" --output 'jsonpath={.spec.replicas}')"
        ask wait "$kind/$name" --for "jsonpath={.status.readyReplicas}=$wanted" --timeout "$TIMEOUT"
      else
        wanted="$(ask get "$kind" "$name" --output 'jsonpath={.status.desiredNumberScheduled}')"
        ask wait "$kind/$name" --for "jsonpath={.status.numberReady}=$wanted" --timeout "$TIMEOUT"
      fi
      ;;
    *) ask wait "$kind/$name" --for condition=Ready --timeout "$TIMEOUT" ;;
  esac
}

failed=()
for workload in ${WORKLOADS[@]+"${WORKLOADS[@]}"}; do
  IFS=/ read -r kind namespace name <<<"$workload"
  printf '==> %s\n' "$workload"
  ready || failed+=("$workload")
done
if [[ ${#failed[@]} -gt 0 ]]; then
  printf 'not ready: %s\n' "${failed[@]}" >&2
  exit 1
fi
printf 'ready: %s workloads\n' "${#WORKLOADS[@]}"
