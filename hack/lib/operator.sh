# Sourced after common.sh: the operator as a process of this machine, with exactly the rights of its ServiceAccount.
# KUBECONFIG (and KUBE_CONTEXT, when set) name the cluster and its administrator.
# shellcheck shell=bash

system_namespace=cluster-code-system
service_account=cluster-code-operator
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

k() { kubectl ${KUBE_CONTEXT:+--context "$KUBE_CONTEXT"} "$@" 2> >(grep -v '^WARNING: version difference' >&2 || true); }

need_dotnet() {
  command -v dotnet > /dev/null || fail "needs the .NET SDK 10 on the PATH (dotnet.microsoft.com/download)"
  (cd "$repository" && dotnet --version) > /dev/null 2>&1 ||
    fail "the .NET SDKs here ($(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')) do not fit global.json, which wants $(jq -r .sdk.version "$repository/global.json") or a later 10.0"
}

# Servers before 1.25 do not know the CRDs' validation rules, and a newer kubectl refuses on its own what they do not know.
apply() {
  local minor flags=()
  minor=$(k version -o json 2> /dev/null | jq -r '.serverVersion.minor' | tr -dc 0-9)
  [ -n "$minor" ] || fail "the cluster does not answer: kubectl version"
  if [ "$minor" -lt 25 ]; then flags+=(--validate=false); fi
  k apply ${flags[@]+"${flags[@]}"} "$@"
}

apply_contract() { # the CRDs, the namespace, and what the operator may do
  { apply -k "$repository/config/crd"
    apply -f "$repository/config/manager/namespace.yaml"
    apply -k "$repository/config/rbac"; } > /dev/null
  k wait --for=condition=Established --timeout=60s \
    crd/diagnosisrequests.cluster-code.io crd/diagnosispolicies.cluster-code.io crd/llmbackends.cluster-code.io crd/llmroutes.cluster-code.io > /dev/null
  unused_lease
}

# An operator that finds no lease waits for 15 s, because another may have led under it until a moment ago. Where there is none yet, nobody has: a lease
# that is made as released says so. Made and never applied, for that would take the lease away from an operator that holds it.
unused_lease() {
  local now; now=$(date -u +%Y-%m-%dT%H:%M:%S.000000Z)
  k get lease $service_account -n $system_namespace > /dev/null 2>&1 || k create -f - > /dev/null <<YAML
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: $service_account, namespace: $system_namespace}
spec: {holderIdentity: "", leaseDurationSeconds: 1, acquireTime: "$now", renewTime: "$now", leaseTransitions: 0}
YAML
}

operator_kubeconfig() { # FILE  — by the API, because `kubectl create token` is not in every kubectl
  local token
  token=$(echo '{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": 604800}}' |
    k create --raw "/api/v1/namespaces/$system_namespace/serviceaccounts/$service_account/token" -f - | jq -r .status.token)
  [ -n "$token" ] || fail "the cluster gives no token for the ServiceAccount $system_namespace/$service_account"
  (umask 077; k config view --raw --minify --flatten -o json | jq --arg token "$token" '
    {apiVersion: "v1", kind: "Config", "current-context": "operator",
     clusters: [{name: "cluster", cluster: .clusters[0].cluster}],
     users: [{name: "operator", user: {token: $token}}],
     contexts: [{name: "operator", context: {cluster: "cluster", user: "operator"}}]}' > "$1")
}

publish_operator() { # FOLDER LOG
  rm -rf "$1"
  logged "$2" "publishing the operator" dotnet publish "$repository/src/ClusterCode.Operator" -c Release -o "$1" --nologo -v quiet
}

operator_running() { # FOLDER
  local pid
  pid=$(cat "$1/operator.pid" 2> /dev/null) && tr '\0' ' ' 2> /dev/null < "/proc/$pid/cmdline" | grep -qF ClusterCode.Operator.dll
}

operator_ready() { # PORT  — readiness without curl
  local answer
  { exec 3<> "/dev/tcp/127.0.0.1/$1"; } 2> /dev/null || return 1
  printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3
  read -r answer <&3 || true
  exec 3>&-
  [[ $answer == *" 200 "* ]]
}

start_operator() { # FOLDER BINARIES PORT
  local folder=$1 binaries=$2 port=$3 deadline=$((SECONDS + 60))
  operator_kubeconfig "$folder/operator.conf"
  # Operator and model share this machine, so a model on 127.0.0.1 is what is meant.
  KUBECONFIG="$folder/operator.conf" POD_NAMESPACE=$system_namespace ASPNETCORE_URLS="http://127.0.0.1:$port" AllowLocalEndpoints=true \
    setsid dotnet "$binaries/ClusterCode.Operator.dll" > "$folder/operator.log" 2>&1 < /dev/null &
  echo $! > "$folder/operator.pid"
  until operator_ready "$port"; do
    if ! operator_running "$folder" || [ $SECONDS -ge $deadline ]; then
      say "The end of $folder/operator.log:"; tail -n 30 "$folder/operator.log" >&2
      fail "the operator did not become ready"
    fi
    sleep 0.2
  done
}

stop_operator() { # FOLDER
  local pid
  if operator_running "$1"; then
    pid=$(cat "$1/operator.pid")
    kill "$pid" 2> /dev/null || true
    for _ in $(seq 100); do kill -0 "$pid" 2> /dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2> /dev/null || true
  fi
  rm -f "$1/operator.pid" "$1/operator.conf"
}
