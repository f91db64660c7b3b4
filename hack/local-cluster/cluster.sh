#!/usr/bin/env bash
# A real single-node Kubernetes on this machine: etcd, kube-apiserver, kube-controller-manager, kube-scheduler,
# containerd and kubelet, all listening on loopback. Needs root and Debian 12; no Docker, no registry.
#
#   cluster.sh up [--control-plane-only]   start what is not running; prints the kubeconfig's path
#   cluster.sh stop NAME...                stop these, as kube-apiserver; `up` starts them again
#   cluster.sh down                        stop every process that `up` started; objects and images stay
#   cluster.sh reset                       down, and forget every object, image and log
#   cluster.sh load NAME:TAG ROOTFS_DIR    make an image of a folder and load it into containerd
#   cluster.sh status                      which processes run
#
# STATE (default /var/tmp/cluster-code-cluster) holds everything; PORT (default 6443) is the API server's, and the
# others' ports follow it, so clusters with their own STATE and PORT run side by side.
# API_SERVER_FLAGS is handed on to the API server.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=$(realpath -m "${STATE:-/var/tmp/cluster-code-cluster}")
port=${PORT:-6443}
etcd_port=$((port + 10000))
registry_port=$((port + 20000))
kubelet_port=$((port + 3807))
bridge="cc$port"
cri="$state/run/containerd.sock"
pause_image=cluster-code.local/pause:3.9
busybox_image=cluster-code.local/busybox:1.36
python_image=cluster-code.local/python:3.11
components=(kubelet kube-scheduler kube-controller-manager private registry containerd kube-apiserver etcd)
export KUBECONFIG="$state/admin.conf"

# shellcheck source=../lib/common.sh
. "$here/../lib/common.sh"
# shellcheck source=images.sh
. "$here/images.sh"
# shellcheck source=node.sh
. "$here/node.sh"

# A pid file may outlive its process, and its number may be another's by now: the command line tells.
running() { # NAME
  local pid
  pid=$(cat "$state/run/$1.pid" 2> /dev/null) || return 1
  tr '\0' ' ' 2> /dev/null < "/proc/$pid/cmdline" | grep -qF "$state"
}

start() { # NAME COMMAND...  — in a session of its own, so that it outlives this shell; its pid kept
  local name=$1; shift
  running "$name" && return 0
  setsid "$@" > "$state/log/$name.log" 2>&1 < /dev/null 9>&- &
  echo $! > "$state/run/$name.pid"
}

stop() { # NAME
  local file="$state/run/$1.pid" pid
  if running "$1"; then
    pid=$(cat "$file"); kill "$pid" 2> /dev/null || true
    for _ in $(seq 50); do kill -0 "$pid" 2> /dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2> /dev/null || true
  fi
  rm -f "$file"
}

ready() { # SECONDS NAME COMMAND...  — with the component's log when it does not become ready
  local seconds=$1 name=$2; shift 2
  wait_for "$seconds" "$name" "$@" && return 0
  say "The end of $state/log/$name.log:"; tail -n 25 "$state/log/$name.log" >&2
  return 1
}

certificates() {
  mkdir -p "$state/pki"; cd "$state/pki"
  [ -f complete ] && return 0
  openssl genrsa -out sa.key 2048 2> /dev/null
  openssl rsa -in sa.key -pubout -out sa.pub 2> /dev/null
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=cluster-ca -days 3650 2> /dev/null
  local pair name
  for pair in "apiserver|/CN=kube-apiserver" "admin|/O=system:masters/CN=admin"; do
    name=${pair%%|*}
    openssl req -newkey rsa:2048 -nodes -keyout "$name.key" -out "$name.csr" -subj "${pair#*|}" 2> /dev/null
    printf 'subjectAltName=IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc' > "$name.ext"
    openssl x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -out "$name.crt" -days 3650 -extfile "$name.ext" 2> /dev/null
  done
  touch complete
}

kubeconfig() {
  (umask 077; cat > "$KUBECONFIG" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: local
  cluster: {server: "https://127.0.0.1:$port", certificate-authority-data: $(base64 -w0 < "$state/pki/ca.crt")}
users:
- name: admin
  user: {client-certificate-data: $(base64 -w0 < "$state/pki/admin.crt"), client-key-data: $(base64 -w0 < "$state/pki/admin.key")}
contexts:
- name: local
  context: {cluster: local, user: admin}
current-context: local
YAML
  )
}

control_plane() { # BINARIES
  local bin=$1 pki="$state/pki"
  # Nothing here is worth an fsync: a cluster that loses its data is reset and made again.
  start etcd etcd --data-dir "$state/etcd" --unsafe-no-fsync \
    --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
    --listen-peer-urls "http://127.0.0.1:$((etcd_port + 1))"
  # shellcheck disable=SC2086 # several flags are several words
  start kube-apiserver "$bin/kube-apiserver" --etcd-servers="http://127.0.0.1:$etcd_port" \
    --bind-address=127.0.0.1 --secure-port="$port" --insecure-port=0 \
    --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt" \
    --service-account-key-file="$pki/sa.pub" --service-account-signing-key-file="$pki/sa.key" \
    --service-account-issuer=https://kubernetes.default.svc --service-cluster-ip-range=10.96.0.0/16 \
    --authorization-mode=Node,RBAC --allow-privileged \
    --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key" \
    --kubelet-preferred-address-types=Hostname ${API_SERVER_FLAGS:-}
  ready 90 kube-apiserver kubectl get --raw /readyz
  start kube-controller-manager "$bin/kube-controller-manager" --kubeconfig="$KUBECONFIG" --port=0 --secure-port=0 --leader-elect=false \
    --service-account-private-key-file="$pki/sa.key" --root-ca-file="$pki/ca.crt" --use-service-account-credentials \
    --kube-api-qps=200 --kube-api-burst=400
  ready 60 kube-controller-manager kubectl get serviceaccount default
}

node() { # BINARIES
  local bin=$1
  containerd_configuration; cni_configuration; kubelet_configuration
  registries
  start_containerd
  ready 30 containerd ctr -a "$cri" version
  base_images
  start kube-scheduler "$bin/kube-scheduler" --kubeconfig="$KUBECONFIG" --port=0 --secure-port=0 --leader-elect=false \
    --kube-api-qps=200 --kube-api-burst=400
  start_kubelet "$bin"
  ready 90 kubelet kubectl wait --for=condition=Ready node/localhost --timeout=1s
}

up() {
  [ "$(uname -m)" = x86_64 ] || fail "knows only x86_64 machines; use k3d or --context instead"
  local with_node=true bin
  [ "${1:-}" = --control-plane-only ] && with_node=false
  need_root "containers and their networks are made directly on this machine"
  packages etcd-server openssl python3 jq ca-certificates util-linux
  if $with_node; then
    packages containerd runc containernetworking-plugins docker-registry iptables conntrack iproute2 busybox-static gcc libc6-dev perl-base python3.11 libpython3.11-stdlib
  fi
  need_kubectl
  bin=$("$here/build-kubernetes.sh")
  mkdir -p "$state/log" "$state/run"
  exec 9> "$state/lock"
  flock 9
  (certificates)
  kubeconfig
  control_plane "$bin"
  if $with_node; then node "$bin"; fi
  echo "$KUBECONFIG"
}

down() {
  local name task
  stop kubelet
  if running containerd; then
    for task in $(ctr -a "$cri" -n k8s.io tasks ls -q 2> /dev/null); do
      ctr -a "$cri" -n k8s.io tasks kill -s SIGKILL "$task" > /dev/null 2>&1 || true
    done
  fi
  for name in "${components[@]}"; do stop "$name"; done
  kill_left_shims
  ip link delete "$bridge" 2> /dev/null || true
}

reset() {
  down
  [ -d "$state" ] && find "$state" -mindepth 1 -maxdepth 1 ! -name pki -exec rm -rf {} +
  return 0
}

status() {
  local name
  for name in "${components[@]}"; do
    if running "$name"; then echo "$name up"; elif [ -f "$state/run/$name.pid" ]; then echo "$name down"; fi
  done
}

case ${1:-} in
  up) shift; up "$@" ;;
  stop) shift; for name in "$@"; do stop "$name"; done ;;
  down) down ;;
  reset) reset ;;
  load) shift; load "$@" ;;
  status) status ;;
  *) sed -n '2,15p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
