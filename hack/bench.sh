#!/usr/bin/env bash
# Measures, on a real cluster, and prints one line of JSON per benchmark.
#
#   hack/bench.sh latency    fifty real crashes: from CrashLoopBackOff at the API to the root cause in the status; the operator's memory
#
# Timings on a small or busy machine are noisy: compare within one run.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/operator.sh
. "$here/lib/operator.sh"

export STATE=${STATE:-/var/tmp/cluster-code-test} PORT=${PORT:-7443}
log="$repository/artifacts/bench.log"

case ${1:-} in
  latency) ;;
  *) sed -n '2,6p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

finish() {
  [ -n "${KEEP_CLUSTER:-}" ] || logged "$log" "removing the cluster" "$here/local-cluster/cluster.sh" reset
}

command -v jq > /dev/null || packages jq
need_dotnet
mkdir -p "$(dirname "$log")"; : > "$log"
say "building (log: $log)"
logged "$log" "the build" dotnet build "$repository/tests/ClusterCode.Benchmarks" -c Release --nologo -v quiet
say "starting a real cluster"
trap finish EXIT
KUBECONFIG=$("$here/local-cluster/cluster.sh" up)
export KUBECONFIG CLUSTERCODE_KUBECONFIG=$KUBECONFIG
apply_contract
dotnet "$repository/tests/ClusterCode.Benchmarks/bin/Release/net10.0/ClusterCode.Benchmarks.dll" "$1"
