#!/usr/bin/env bash
# Builds kube-apiserver, kube-controller-manager, kube-scheduler and kubelet from Debian 12's own `kubernetes` source
# package into CACHE/bin, once, and prints that folder. Needs root and apt; 7-10 minutes on 2 cores.
#
#   build-kubernetes.sh [CACHE]     default: ${XDG_CACHE_HOME:-$HOME/.cache}/cluster-code/kubernetes
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/common.sh
. "$here/../lib/common.sh"
# shellcheck source=../lib/kubernetes-source.sh
. "$here/../lib/kubernetes-source.sh"

cache=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/cluster-code/kubernetes}
components=(kube-apiserver kube-controller-manager kube-scheduler kubelet)
log="$cache/build.log"
# Written beside the binaries; another value builds anew. Raise it when what is built changes.
recipe=3

complete() {
  local c
  [ "$(cat "$cache/bin/recipe" 2> /dev/null)" = $recipe ] || return 1
  for c in "${components[@]}"; do [ -x "$cache/bin/$c" ] || return 1; done
}

# A line every 20 seconds, so that nobody takes a long build for a hung one.
ticker() { # START WORK
  local start=$1 work=$2
  while sleep 20; do
    say "  $(elapsed $((SECONDS - start))): $(find "$work"/kubernetes-*/_output/local/go/cache -name '*-d' 2> /dev/null | wc -l) packages compiled (log: $log)"
  done
}

compile() { # WORK TREE VERSION
  local work=$1 tree=$2 version=$3 minor=${3#v*.}
  printf "KUBE_GIT_COMMIT=''\nKUBE_GIT_TREE_STATE='archive'\nKUBE_GIT_VERSION='%s'\nKUBE_GIT_MAJOR='1'\nKUBE_GIT_MINOR='%s'\n" \
    "$version" "${minor%%.*}" > "$work/version"
  # Without the built-in cloud providers and dockershim there is a third less to compile; the compiler needs no garbage collection.
  export PATH=$kubernetes_go:$PATH CGO_ENABLED=0 GOFLAGS=-tags=providerless,dockerless GOGC=off
  export KUBE_GIT_VERSION_FILE="$work/version" KUBE_VERBOSE=1
  unset GOPATH GO111MODULE
  cd "$tree"
  logged "$log" "compiling Kubernetes" make WHAT="$(printf 'cmd/%s ' "${components[@]}")" GOLDFLAGS='-s -w'
}

main() {
  if complete; then echo "$cache/bin"; return 0; fi
  need_root "Kubernetes is built from the distribution's packages"
  mkdir -p "$cache"
  exec 9> "$cache/lock"
  if ! flock -n 9; then
    say "another run is building Kubernetes; waiting for it (log: $log)"
    flock 9
    if complete; then echo "$cache/bin"; return 0; fi
  fi

  : > "$log"
  local start=$SECONDS tree version c
  work="$cache/work" ticker_pid="" # not local: the trap runs after this function
  rm -rf "$work"; mkdir -p "$work"
  trap 'kill $ticker_pid 2> /dev/null || true; rm -rf "$work"' EXIT

  say "building Kubernetes from the distribution's source package, once: 7-10 minutes on 2 cores (kept in $cache)"
  packages "${kubernetes_build_packages[@]}" gcc make rsync
  say "  $(elapsed $((SECONDS - start))): downloading the source"
  kubernetes_source "$work" "$log"
  tree=$(kubernetes_tree "$work")
  version=v${tree##*kubernetes-}
  say "  $(elapsed $((SECONDS - start))): compiling ${components[*]} $version"
  ticker "$start" "$work" 9>&- & ticker_pid=$!
  (compile "$work" "$tree" "$version")
  mkdir -p "$cache/bin"
  for c in "${components[@]}"; do
    install -m 0755 "$tree/_output/local/bin/linux/amd64/$c" "$cache/bin/.$c"
    mv "$cache/bin/.$c" "$cache/bin/$c"
  done
  echo $recipe > "$cache/bin/recipe"
  say "  $(elapsed $((SECONDS - start))): built $version"
  echo "$cache/bin"
}

main
