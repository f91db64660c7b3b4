#!/usr/bin/env bash
# Builds tests/ClusterCode.Benchmarks/Scale/go-informer with the client-go inside Debian 12's `kubernetes` source package, once, into CACHE,
# and prints the program's path. Needs root and apt; 3-4 minutes on 2 cores.
#
#   build-go-informer.sh [CACHE]     default: ${XDG_CACHE_HOME:-$HOME/.cache}/cluster-code/go-informer
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/common.sh
. "$here/../lib/common.sh"
# shellcheck source=../lib/kubernetes-source.sh
. "$here/../lib/kubernetes-source.sh"

cache=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/cluster-code/go-informer}
source="$here/../../tests/ClusterCode.Benchmarks/Scale/go-informer/main.go"
log="$cache/build.log"

need_root "client-go comes with the distribution's source packages"
mkdir -p "$cache"
exec 9> "$cache/lock"
flock 9
if [ -x "$cache/go-informer" ] && cmp -s "$source" "$cache/main.go"; then echo "$cache/go-informer"; exit 0; fi

: > "$log"
work="$cache/work"
rm -rf "$work"; mkdir -p "$work/go/src/k8s.io"
trap 'chmod -R u+w "$work" 2> /dev/null; rm -rf "$work"' EXIT
say "building the Go informer with the distribution's client-go, once: 3-4 minutes on 2 cores (log: $log)"
packages "${kubernetes_build_packages[@]}"
kubernetes_source "$work" "$log"
tree=$(kubernetes_tree "$work")
# The package's vendored modules are not complete enough for Go's module mode; Kubernetes itself builds from a GOPATH, too.
ln -s "$tree" "$work/go/src/k8s.io/kubernetes"
mkdir "$tree/cmd/go-informer"
cp "$source" "$tree/cmd/go-informer/main.go"
(cd "$work/go/src/k8s.io/kubernetes"
  export PATH=$kubernetes_go:$PATH GOPATH="$work/go" GO111MODULE=off GOCACHE="$work/cache" CGO_ENABLED=0 GOGC=off
  logged "$log" "compiling the Go informer" nice go build -o "$cache/.go-informer" ./cmd/go-informer)
cp "$source" "$cache/main.go"
mv "$cache/.go-informer" "$cache/go-informer"
echo "$cache/go-informer"
