#!/usr/bin/env bash
# Runs all tests, and ends with the line `N passed, N failed`.
#
#   hack/test.sh           everything: unit tests, a real llama-server, a real Kubernetes with a real node (Debian 12, root)
#   hack/test.sh --unit    the quick part: builds, and runs what needs neither
#
# What is missing on the machine is installed or built (Kubernetes once, 7-10 minutes on 2 cores). What cannot be had
# fails the run. Results are kept in artifacts/test-results. The cluster is removed at the end; KEEP_CLUSTER=1 leaves it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/operator.sh
. "$here/lib/operator.sh"

unit_projects=(Api.Tests Architecture.Tests ControllerRuntime.Tests Diagnosis.Tests Accuracy.Tests Llm.Tests Operator.Tests Cli.Tests)
model_projects=(Llm.Tests)
cluster_projects=(IntegrationTests Scenarios)
# Their tests start, break and compact a control plane of their own.
control_plane_projects=(ControllerRuntime.ClusterTests)
configuration=Release
results="$repository/artifacts/test-results"
export STATE=${STATE:-/var/tmp/cluster-code-test} PORT=${PORT:-7443}
project_deadline=25m

unit_only=false
passed=0 failed=0

case ${1:-} in
  "") ;;
  --unit) unit_only=true ;;
  *) sed -n '2,8p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

step() { say "[$(elapsed $SECONDS)] $*"; }

failure() { # WHAT  — something that is no test went wrong: counted, so that the last line tells
  say "FAILED: $*"
  failed=$((failed + 1))
}

attribute() { # NAME LINE
  sed -nE "s/.*[[:space:]]$1=\"([^\"]*)\".*/\1/p" <<< "$2"
}

run_project() { # PROJECT RUN [FILTER]
  local project=ClusterCode.$1 run=$2 filter=${3:-} start=$SECONDS trx counters p f total skipped code=0
  trx="$results/$run.trx"
  step "$run"
  (cd "$repository" && timeout --kill-after=30s $project_deadline dotnet test "tests/$project" --no-build -c $configuration --nologo -v quiet \
    ${filter:+--filter "$filter"} --logger "trx;LogFileName=$run.trx" --logger "console;verbosity=minimal" --results-directory "$results") >&2 9>&- || code=$?
  counters=$(grep -m1 -o '<Counters [^>]*>' "$trx" 2> /dev/null || true)
  if [ -z "$counters" ]; then
    failure "$run left no results (exit code $code)"
    return 0
  fi
  total=$(attribute total "$counters") p=$(attribute passed "$counters")
  f=$(($(attribute failed "$counters") + $(attribute error "$counters") + $(attribute timeout "$counters") + $(attribute aborted "$counters")))
  skipped=$((total - p - f))
  passed=$((passed + p)) failed=$((failed + f))
  step "$run: $p passed, $f failed in $(elapsed $((SECONDS - start)))"
  [ "$total" -gt 0 ] || failure "$run contains no test"
  [ $skipped -le 0 ] || failure "$run skipped $skipped tests"
  if [ $code -ne 0 ] && [ $f -eq 0 ] && [ "$total" -gt 0 ]; then failure "$run ended with exit code $code"; fi
}

cluster_up=false

finish() {
  local code=$?
  trap - EXIT
  if $cluster_up && [ -z "${KEEP_CLUSTER:-}" ]; then
    step "removing the test cluster"
    "$here/local-cluster/cluster.sh" reset || failure "the test cluster could not be removed"
  fi
  if [ $code -ne 0 ]; then failure "the run ended early with exit code $code"; fi
  step "done"
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ] || exit 1
}

build() {
  need_dotnet
  rm -rf "$results"; mkdir -p "$results"
  : > "$results/build.log"
  step "restoring and building (log: $results/build.log)"
  (cd "$repository" && logged "$results/build.log" "the build" \
    dotnet build ClusterCode.Operator.sln -c $configuration -m:2 --nologo -v quiet)
}

unit_tests() {
  local project
  for project in "${unit_projects[@]}"; do run_project "$project" "$project" 'Category!=Model'; done
}

model_tests() {
  local project folder
  step "getting llama-server"
  folder=$("$here/llama-server/get.sh") || { failure "llama-server cannot be had, so the tests against a real model server did not run"; return 0; }
  export CLUSTERCODE_LLAMA_DIR="$folder"
  for project in "${model_projects[@]}"; do run_project "$project" "$project-with-model" 'Category=Model'; done
}

cluster_tests() {
  local project
  # Two runs would take each other's cluster down. The lock ends with this script: what the cluster starts does not inherit it.
  mkdir -p "$(dirname "$STATE")"
  exec 9> "$STATE.lock"
  flock -n 9 || { step "waiting for another run, which uses the cluster in $STATE"; flock 9; }
  step "starting a real cluster"
  cluster_up=true
  "$here/local-cluster/cluster.sh" reset 9>&-
  KUBECONFIG=$("$here/local-cluster/cluster.sh" up 9>&-) || { failure "no real cluster can be had, so the integration and scenario tests did not run"; return 0; }
  export KUBECONFIG CLUSTERCODE_KUBECONFIG=$KUBECONFIG
  apply_contract
  for project in "${cluster_projects[@]}"; do run_project "$project" "$project"; done
}

# After the cluster is gone, so that its node does not take the processor that these tests measure times on.
control_plane_tests() {
  local project
  for project in "${control_plane_projects[@]}"; do run_project "$project" "$project"; done
}

trap finish EXIT
command -v jq > /dev/null || packages jq
build
unit_tests
if ! $unit_only; then
  model_tests
  cluster_tests
  control_plane_tests
fi
