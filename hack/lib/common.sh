# Sourced by the scripts of this folder: saying things, and getting what is missing.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

fail() { say "$(basename "$0"): $*"; exit 1; }

elapsed() { # SECONDS -> 3m07s
  printf '%dm%02ds' $(($1 / 60)) $(($1 % 60))
}

need_root() {
  [ "$(id -u)" -eq 0 ] || fail "needs root, because $1. Run it as root, or with: sudo -E $0"
}

# Runs a command with its output in a log; when it fails, shows the log's end and where the rest is.
logged() { # LOG WHAT COMMAND...
  local log=$1 what=$2 code=0; shift 2
  mkdir -p "$(dirname "$log")"
  "$@" >> "$log" 2>&1 || code=$?
  [ $code -eq 0 ] && return 0
  say "$(basename "$0"): $what failed with exit code $code. The end of $log:"
  tail -n 40 "$log" >&2
  return $code
}

# Installs those of the distribution's packages that are missing; updates the package lists only when that is needed.
packages() { # PACKAGE...
  local missing=() p
  for p in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2> /dev/null)" = installed ] || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  command -v apt-get > /dev/null || fail "needs ${missing[*]}, and knows only apt-get to install them: this is not a Debian. Use k3d or --context instead."
  need_root "packages must be installed: ${missing[*]}"
  say "installing ${missing[*]}"
  local log; log=$(mktemp)
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=600 "${missing[@]}")
  if ! "${install[@]}" > "$log" 2>&1; then
    { apt-get update -q && "${install[@]}"; } > "$log" 2>&1 || {
      tail -n 20 "$log" >&2
      fail "could not install ${missing[*]} (log: $log). Check this machine's apt sources and network."
    }
  fi
  rm -f "$log"
}

# Some kubectl: the one that is there, else the distribution's.
need_kubectl() { command -v kubectl > /dev/null || packages kubernetes-client; }

wait_for() { # SECONDS WHAT COMMAND...
  local deadline=$((SECONDS + $1)) what=$2; shift 2
  until "$@" > /dev/null 2>&1; do
    if [ $SECONDS -ge $deadline ]; then say "$(basename "$0"): gave up waiting for $what"; return 1; fi
    sleep 0.2
  done
}
