# Sourced after common.sh: the source of Debian 12's own `kubernetes` package, which carries client-go and all that it vendors.
# shellcheck shell=bash

kubernetes_go=/usr/lib/go-1.19/bin
kubernetes_build_packages=(golang-1.19-go golang-github-modern-go-reflect2-dev dpkg-dev)

# This machine's own package sources, in either of apt's formats, asked for source packages instead of binaries.
source_lists() { # FOLDER
  local f n=0
  for f in /etc/apt/sources.list.d/*.sources; do
    [ -f "$f" ] || continue
    n=$((n + 1)); sed -E 's/^Types:.*/Types: deb-src/' "$f" > "$1/$n.sources"
  done
  for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -f "$f" ] || continue
    n=$((n + 1)); sed -nE 's/^deb(-src)?[[:space:]]/deb-src /p' "$f" | sort -u > "$1/$n.list"
  done
  [ $n -gt 0 ]
}

# Kubernetes 1.20 was made for Go 1.15. Built with 1.19, two of the libraries that it vendors go wrong on custom resources:
# - reflect2 1.0.1 uses Go's map iterator as it was before 1.18, corrupts memory, and the API server dies of it.
#   The distribution's own reflect2 is the repaired one.
# - kube-openapi's validation takes an empty string for null and refuses it. Later releases compare with nil alone.
mend_vendored() { # TREE
  local reflect2=github.com/modern-go/reflect2
  rm -rf "${1:?}/vendor/$reflect2"
  cp -rL "/usr/share/gocode/src/$reflect2" "$1/vendor/$reflect2"
  sed -i 's/if data == nil || reflect.DeepEqual(reflect.Zero(reflect.TypeOf(data)), reflect.ValueOf(data)) {/if data == nil {/' \
    "$1/vendor/k8s.io/kube-openapi/pkg/validation/validate/type.go"
}

kubernetes_source() { # FOLDER LOG  — unpacked into FOLDER/kubernetes-VERSION
  local work=$1 log=$2
  mkdir -p "$work/apt/parts" "$work/apt/lists/partial"
  source_lists "$work/apt/parts" || fail "found no apt sources under /etc/apt, so there is no Kubernetes source package to be had"
  local apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/apt/parts"
    -o Dir::State::Lists="$work/apt/lists" -o APT::Sandbox::User=root)
  logged "$log" "updating the source package lists" "${apt[@]}" update
  (cd "$work" && logged "$log" "downloading the source package \`kubernetes\` (it is in Debian 12's main section)" \
    "${apt[@]}" source --download-only kubernetes)
  logged "$log" "unpacking Kubernetes" tar -xf "$(echo "$work"/kubernetes_*.orig.tar.gz)" -C "$work"
  mend_vendored "$(kubernetes_tree "$work")"
}

kubernetes_tree() { # FOLDER -> the unpacked source
  find "$1" -maxdepth 1 -type d -name 'kubernetes-*'
}
