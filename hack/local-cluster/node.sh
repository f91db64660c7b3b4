# Sourced by cluster.sh: what containerd, CNI and the kubelet are told.
# shellcheck shell=bash disable=SC2154  # the variables are cluster.sh's

containerd_configuration() {
  cat > "$state/containerd.toml" <<TOML
version = 2
root = "$state/containerd/root"
state = "$state/containerd/state"
[grpc]
  address = "$cri"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$pause_image"
  restrict_oom_score_adj = true
  disable_apparmor = true
  stream_server_address = "127.0.0.1"
  max_concurrent_downloads = 10
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$state/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$state/registries"
TOML
}

# Bridge and subnet follow PORT, so that two clusters on one machine do not share addresses.
cni_configuration() {
  mkdir -p "$state/cni"
  cat > "$state/cni/10-pods.conflist" <<JSON
{"cniVersion": "0.4.0", "name": "pods-$port", "plugins": [
  {"type": "bridge", "bridge": "$bridge", "isGateway": true, "ipMasq": false,
   "ipam": {"type": "host-local", "dataDir": "$state/cni/addresses", "ranges": [[{"subnet": "10.$((100 + port % 151)).0.0/16"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "loopback"}]}
JSON
}

# Every cluster's pods live under a cgroup of its own: a kubelet removes pod cgroups that it does not know.
cgroup_root() {
  local root=/cluster-code-$port controller
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    mkdir -p "/sys/fs/cgroup$root"
  else
    for controller in /sys/fs/cgroup/*/; do
      [ -e "$controller/cgroup.procs" ] || continue
      mkdir -p "$controller$root"
      if [ -e "$controller$root/cpuset.cpus" ]; then
        cat "$controller/cpuset.cpus" > "$controller$root/cpuset.cpus"
        cat "$controller/cpuset.mems" > "$controller$root/cpuset.mems"
      fi
    done
  fi
  echo "$root"
}

# Shims that a killed containerd left behind: the next one has another mount namespace, so their containers start anew.
kill_left_shims() {
  local process command
  for process in /proc/[0-9]*; do
    command=$(tr '\0' ' ' 2> /dev/null < "$process/cmdline") || continue
    case $command in
      */containerd-shim-runc-v2*"-address $cri"*)
        pkill -9 -P "${process#/proc/}" || true
        kill -9 "${process#/proc/}" 2> /dev/null || true ;;
    esac
  done
}

# containerd and the kubelet of a cluster share a mount namespace in which /var/log/pods is the cluster's own folder: the
# kubelet knows only that place, and removes what it does not know there. As a gain, all mounts end with the processes.
start_containerd() {
  running containerd && return 0
  stop kubelet
  kill_left_shims
  mkdir -p "$state/pod-logs" /var/log/pods
  # shellcheck disable=SC2016
  start containerd unshare --mount --propagation private \
    sh -c 'mount --make-rshared / && mount --bind "$1" /var/log/pods && shift && exec "$@"' - "$state/pod-logs" \
    containerd -c "$state/containerd.toml"
}

start_kubelet() { # BINARIES
  start kubelet nsenter --mount --target "$(cat "$state/run/containerd.pid")" \
    "$1/kubelet" --kubeconfig="$KUBECONFIG" --config="$state/kubelet.yaml" --hostname-override=localhost \
    --container-runtime=remote --container-runtime-endpoint="unix://$cri" \
    --root-dir="$state/kubelet" --cert-dir="$state/kubelet/pki"
}

kubelet_configuration() {
  mkdir -p "$state/kubelet"
  # The node is named `localhost`, so that the API server reaches the kubelet's API (pod logs, exec) on loopback.
  # The limits of queries per second are off, or high where 0 means the default: dozens of failing pods at once are this cluster's normal load.
  cat > "$state/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 127.0.0.1
port: $kubelet_port
healthzPort: 0
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: Webhook}
cgroupDriver: cgroupfs
cgroupRoot: $(cgroup_root)
enforceNodeAllocatable: []
failSwapOn: false
evictionHard: {nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%"}
oomScoreAdj: 0
resolvConf: ""
serializeImagePulls: false
maxPods: 250
registryPullQPS: 0
eventRecordQPS: 500
eventBurst: 1000
kubeAPIQPS: 200
kubeAPIBurst: 400
makeIPTablesUtilChains: false
YAML
}
