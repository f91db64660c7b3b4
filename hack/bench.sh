#!/usr/bin/env bash
# Runs a benchmark and prints its result as one line of JSON, the last of its output (Debian 12; root, but for decode).
#
#   hack/bench.sh latency     from CrashLoopBackOff visible at the API to the root cause in the status, over 50 crashes on a real node
#   hack/bench.sh scale       memory, sync, requests and diagnoses on a real API server with 10,000 pods and 20,000 events, beside a Go informer;
#                             `scale N` takes N workloads of 20 pods instead of 500
#   hack/bench.sh accuracy    how often the expert names the root cause: all scenarios, on a real node or over constructed objects; `accuracy WORD...` takes
#                             those whose class/name contains one of the words
#   hack/bench.sh model       what diagnoses cost at a model, and what one that is confidently wrong can do: the constructed scenarios, or with WORD... those whose
#                             class/name contains one of the words; needs no cluster
#   hack/bench.sh decode      decoding of watch events, store and queue; needs no cluster
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/operator.sh
. "$here/lib/operator.sh"

benchmarks="$repository/tests/ClusterCode.Benchmarks"
cluster="$here/local-cluster/cluster.sh"
log="$repository/artifacts/bench.log"
STATE=$(realpath -m "${STATE:-/var/tmp/cluster-code-bench}")
export STATE PORT=${PORT:-8443}

build() {
  command -v jq > /dev/null || packages jq
  need_dotnet
  mkdir -p "$(dirname "$log")"
  : > "$log"
  say "building (log: $log)"
  (cd "$repository" && logged "$log" "the build" dotnet build tests/ClusterCode.Benchmarks -c Release --nologo -v quiet)
}

start_cluster() { # FLAGS OF cluster.sh up...
  trap '"$cluster" reset' EXIT
  "$cluster" reset
  KUBECONFIG=$("$cluster" up "$@")
  export KUBECONFIG CLUSTERCODE_KUBECONFIG=$KUBECONFIG
  apply_contract
}

run() { (cd "$repository" && dotnet run --project "$benchmarks" -c Release --no-build -- "$@"); }

case ${1:-} in
  latency)
    build
    start_cluster ;;
  scale)
    CLUSTERCODE_GO_INFORMER=$("$here/bench/build-go-informer.sh")
    build
    export CLUSTERCODE_GO_INFORMER CLUSTERCODE_AUDIT_LOG="$STATE/log/audit.log"
    export API_SERVER_FLAGS="--audit-policy-file=$benchmarks/Scale/audit-policy.yaml --audit-log-path=$CLUSTERCODE_AUDIT_LOG"
    start_cluster --control-plane-only
    # Without controllers, everything stays as the benchmark writes it.
    "$cluster" stop kube-controller-manager ;;
  accuracy)
    build
    start_cluster ;;
  model | decode)
    build ;;
  *) sed -n '2,10p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
say "running $1"
run "$@"
