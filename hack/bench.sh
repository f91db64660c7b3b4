#!/usr/bin/env bash
# Runs a benchmark against a real cluster with a real node (Debian 12, root), and prints its result as one line of JSON.
#
#   hack/bench.sh latency     from CrashLoopBackOff visible at the API to the root cause in the status, over 50 crashes
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/operator.sh
. "$here/lib/operator.sh"

[ $# -gt 0 ] || { sed -n '2,4p' "${BASH_SOURCE[0]}" >&2; exit 2; }
export STATE=${STATE:-/var/tmp/cluster-code-bench} PORT=${PORT:-8443}

command -v jq > /dev/null || packages jq
need_dotnet
log="$repository/artifacts/bench.log"
mkdir -p "$(dirname "$log")"
: > "$log"
say "building (log: $log)"
(cd "$repository" && logged "$log" "the build" dotnet build tests/ClusterCode.Benchmarks -c Release --nologo -v quiet)
trap '"$here/local-cluster/cluster.sh" reset' EXIT
"$here/local-cluster/cluster.sh" reset
KUBECONFIG=$("$here/local-cluster/cluster.sh" up)
export KUBECONFIG CLUSTERCODE_KUBECONFIG=$KUBECONFIG
apply_contract
say "running $1"
(cd "$repository" && dotnet run --project tests/ClusterCode.Benchmarks -c Release --no-build -- "$@")
