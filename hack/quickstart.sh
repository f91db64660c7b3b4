#!/usr/bin/env bash
# From a fresh machine to a diagnosed crash: a cluster, the operator, three failing workloads, and why they fail.
#
#   hack/quickstart.sh [--context NAME] [--model-endpoint URL --model NAME [--model-provider PROVIDER]]
#   hack/quickstart.sh down          removes everything again
#
#   --context NAME           use that cluster of your kubeconfig, with the operator as a process of this machine.
#                            Without it: a k3d cluster when a Docker engine answers and k3d is there, else a real local
#                            cluster built from the distribution's packages (Debian 12, root; see hack/local-cluster).
#   --model-endpoint URL     let a model explain: its endpoint, such as http://127.0.0.1:11434 or http://127.0.0.1:8080/v1
#   --model NAME             the model's name there
#   --model-provider NAME    Ollama, VLLM, LlamaCpp, TGI, LiteLLM or OpenAICompatible (default)
#
# Running it again is safe: the cluster is kept, the operator and the workloads are made anew.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/operator.sh
. "$here/lib/operator.sh"

state=${XDG_STATE_HOME:-$HOME/.local/state}/cluster-code/quickstart
demo=cluster-code-demo
samples=(checkout thumbs ledger)
health_port=18081
image=cluster-code-operator:0.1.0
local_busybox=cluster-code.local/busybox:1.36
public_busybox=busybox:1.36
diagnosis_seconds=180

usage() { sed -n '2,16p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; }

step() { say "[$(elapsed $SECONDS)] $*"; }

parse() {
  command=up context="" endpoint="" model="" provider=OpenAICompatible
  while [ $# -gt 0 ]; do
    case $1 in
      up | down) command=$1 ;;
      --context | --model-endpoint | --model | --model-provider)
        [ $# -gt 1 ] || fail "$1 needs a value"
        case $1 in
          --context) context=$2 ;;
          --model-endpoint) endpoint=$2 ;;
          --model) model=$2 ;;
          --model-provider) provider=$2 ;;
        esac
        shift ;;
      -h | --help) usage; exit 0 ;;
      *) usage >&2; fail "does not know $1" ;;
    esac
    shift
  done
  if [ -n "$endpoint" ] && [ -z "$model" ]; then fail "--model-endpoint needs --model too: the model's name at that endpoint"; fi
  if [ -n "$model" ] && [ -z "$endpoint" ]; then fail "--model needs --model-endpoint too"; fi
}

# How the cluster is had is remembered, so that `down` and the next run find the same one.
choose_cluster() {
  local before; before=$(cat "$state/cluster" 2> /dev/null || true)
  if [ -n "$context" ]; then kind=context
  elif [ -n "$before" ]; then kind=${before%% *}; context=${before#"$kind"}; context=${context# }
  elif command -v k3d > /dev/null && docker info > /dev/null 2>&1; then kind=k3d
  else kind=local
  fi
  if [ -n "$before" ] && [ "$before" != "$kind${context:+ $context}" ]; then
    fail "the last run used another cluster ($before); remove that first: hack/quickstart.sh down"
  fi
  echo "$kind${context:+ $context}" > "$state/cluster"
}

use_cluster() {
  case $kind in
    context) KUBE_CONTEXT=$context ;;
    k3d) KUBE_CONTEXT=k3d-cluster-code ;;
    local) KUBECONFIG=${STATE:-/var/tmp/cluster-code-cluster}/admin.conf; export KUBECONFIG ;;
  esac
}

start_cluster() {
  need_kubectl
  case $kind in
    context)
      kubectl config get-contexts -o name | grep -qxF "$context" ||
        fail "your kubeconfig has no context $context; it has: $(kubectl config get-contexts -o name | tr '\n' ' ')"
      step "using the cluster of context $context" ;;
    k3d)
      step "starting a k3d cluster"
      k3d cluster list cluster-code > /dev/null 2>&1 || logged "$state/k3d.log" "k3d" k3d cluster create --config "$here/k3d.yaml" ;;
    local)
      step "starting a local cluster (no k3d with a Docker engine here)"
      "$here/local-cluster/cluster.sh" up > /dev/null ;;
  esac
  use_cluster
  k get --raw /readyz > /dev/null || fail "the cluster does not answer (context ${KUBE_CONTEXT:-of $KUBECONFIG})"
}

run_operator() {
  if [ "$kind" = k3d ]; then
    step "building the operator's image"
    # The SDK knows where its base images are, so that no registry needs to be named here.
    logged "$state/image.log" "building the image" dotnet publish "$repository/src/ClusterCode.Operator" -c Release --nologo -v quiet \
      -t:PublishContainer -p:ContainerRepository="${image%:*}" -p:ContainerImageTag="${image#*:}"
    logged "$state/image.log" "k3d image import" k3d image import "$image" -c cluster-code
    apply -k "$repository/config/default" > /dev/null
    k rollout restart deployment/cluster-code-operator -n $system_namespace > /dev/null
    k rollout status deployment/cluster-code-operator -n $system_namespace --timeout=180s > /dev/null || {
      k describe pods -n $system_namespace >&2; fail "the operator did not start"; }
  else
    step "publishing the operator (log: $state/publish.log)"
    stop_operator "$state"
    : > "$state/publish.log"
    publish_operator "$state/bin" "$state/publish.log"
    step "starting the operator with its ServiceAccount's rights (log: $state/operator.log)"
    start_operator "$state" "$state/bin" $health_port
  fi
}

configure_model() {
  if [ -z "$endpoint" ]; then
    k delete llmbackend quickstart -n $system_namespace --ignore-not-found > /dev/null
    return 0
  fi
  step "adding the model $model at $endpoint"
  jq -n --arg provider "$provider" --arg endpoint "$endpoint" --arg model "$model" --arg namespace $system_namespace '
    {apiVersion: "cluster-code.io/v1alpha1", kind: "LlmBackend",
     metadata: {name: "quickstart", namespace: $namespace, annotations: {"cluster-code.io/default-backend": "true"}},
     spec: {provider: $provider, endpoint: $endpoint, model: $model, allowedNamespaces: {from: "All"}}}' | k apply -f - > /dev/null
  wait_for 120 "the model" model_judged || true
  k get llmbackend quickstart -n $system_namespace -o json | jq -r '.status.conditions[]? | select(.type == "Ready") |
    if .status == "True" then empty else "The model is not ready (\(.reason): \(.message)).\nDiagnoses are made without it until it is." end' >&2
}

model_judged() { # ready, or not ready for a reason that waiting does not change
  k get llmbackend quickstart -n $system_namespace -o json | jq -e '.metadata.generation as $generation | any(.status.conditions[]?;
    .type == "Ready" and .observedGeneration == $generation and (.status == "True" or (.reason | IN("ModelLoading", "ModelPulling") | not)))'
}

apply_samples() {
  step "starting three failing workloads in namespace $demo"
  k create namespace $demo --dry-run=client -o yaml | k apply -f - > /dev/null
  local busybox=$public_busybox sample
  [ "$kind" = local ] && busybox=$local_busybox
  # Those of an earlier run are made anew: they may have been mended, and this operator, or this model, may say more.
  k delete deployments "${samples[@]}" -n $demo --ignore-not-found --cascade=foreground > /dev/null
  k delete configmaps checkout-config -n $demo --ignore-not-found > /dev/null
  k delete diagnosisrequests --all -n $demo > /dev/null
  for sample in "${samples[@]}"; do
    sed "s#$local_busybox#$busybox#" "$here/samples/$sample.yaml" | k apply -n $demo -f - > /dev/null
  done
}

diagnosed() { # -> the names of the samples whose diagnosis is complete
  k get diagnosisrequests -n $demo -o json | jq -r '.items[]
    | select(.status.rootCause != null and any(.status.conditions[]?; .type == "Ready" and .status == "True"))
    | .spec.target.name' | sort -u
}

wait_for_diagnoses() {
  step "waiting for their diagnoses"
  local deadline=$((SECONDS + diagnosis_seconds)) seen=" " missing name
  while :; do
    for name in $(diagnosed); do
      [[ $seen == *" $name "* ]] || { seen+="$name "; step "  $name is diagnosed"; }
    done
    missing=0
    for name in "${samples[@]}"; do [[ $seen == *" $name "* ]] || missing=$((missing + 1)); done
    [ $missing -eq 0 ] && return 0
    if [ $SECONDS -ge $deadline ]; then
      k get pods,diagnosisrequests -n $demo >&2
      fail "not every sample is diagnosed after $diagnosis_seconds s; the operator's log: $(operator_log_hint)"
    fi
    sleep 1
  done
}

operator_log_hint() {
  if [ "$kind" = k3d ]; then echo "kubectl --context $KUBE_CONTEXT logs -n $system_namespace deployment/cluster-code-operator"; else echo "$state/operator.log"; fi
}

show() {
  local name
  name=$(k get diagnosisrequests -n $demo -o json | jq -r 'first(.items[] | select(.spec.target.name == "checkout")) | .metadata.name')
  printf '\n$ kubectl get diagnoses -A\n'
  k get diagnosisrequests -A
  printf '\n$ kubectl describe diagnosis %s -n %s\n' "$name" $demo
  k describe diagnosisrequest "$name" -n $demo
  printf '\n$ kubectl get events -n %s --field-selector reason=DiagnosisFound\n' $demo
  k get events -n $demo --field-selector reason=DiagnosisFound
}

next() {
  local with=""
  [ -n "${KUBE_CONTEXT:-}" ] && with=" --context $KUBE_CONTEXT"
  printf '\nDone in %s. What to type next:\n' "$(elapsed $SECONDS)"
  [ "$kind" = local ] && printf '  export KUBECONFIG=%s\n' "$KUBECONFIG"
  printf '  kubectl%s get diagnoses -A\n' "$with"
  printf '  kubectl%s get diagnoses -n %s -o wide\n' "$with" $demo
  printf '  kubectl%s patch configmap checkout-config -n %s --type merge -p %s    # mends checkout, which resolves its diagnosis\n' \
    "$with" $demo "'{\"data\": {\"DB_URL\": \"postgres://db/checkout\"}}'"
  printf '  hack/quickstart.sh down\n'
}

up() {
  mkdir -p "$state"
  exec 8> "$state/lock"
  flock -n 8 || fail "another run of this script is under way (lock: $state/lock)"
  command -v jq > /dev/null || packages jq
  need_dotnet
  choose_cluster
  start_cluster 8>&-
  step "applying the CRDs and the operator's rights"
  apply_contract
  run_operator 8>&-
  apply -f "$repository/config/samples/diagnosispolicy.yaml" > /dev/null
  configure_model
  apply_samples
  wait_for_diagnoses
  show
  next
}

down() {
  [ -f "$state/cluster" ] || { say "nothing to remove: hack/quickstart.sh has not run here"; return 0; }
  local before; before=$(cat "$state/cluster")
  kind=${before%% *}; context=${before#"$kind"}; context=${context# }
  use_cluster
  stop_operator "$state"
  case $kind in
    local) step "removing the local cluster"; "$here/local-cluster/cluster.sh" reset ;;
    k3d) step "removing the k3d cluster"; k3d cluster delete cluster-code > /dev/null ;;
    context)
      step "removing the demo, the operator's rights and the CRDs from $context"
      k delete namespace $demo --ignore-not-found > /dev/null
      k delete --ignore-not-found -k "$repository/config/crd" > /dev/null
      k delete --ignore-not-found -k "$repository/config/rbac" > /dev/null
      k delete namespace $system_namespace --ignore-not-found > /dev/null ;;
  esac
  rm -rf "$state"
  step "removed"
}

parse "$@"
"$command"
