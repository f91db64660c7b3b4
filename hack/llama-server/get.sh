#!/usr/bin/env bash
# A real llama-server and three tiny generated models, for tests of the model side. Prints the folder that holds
#   llama-server  tiny.gguf  tiny-think.gguf (thinks first)  tiny-random.gguf (purely random weights)
# as its only line on stdout. Made once, kept in ${XDG_CACHE_HOME:-$HOME/.cache}/cluster-code/llama-server.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/common.sh
. "$here/../lib/common.sh"

folder=${XDG_CACHE_HOME:-$HOME/.cache}/cluster-code/llama-server
mkdir -p "$folder"
exec 9> "$folder/lock"
flock 9

if ! "$folder/llama-server" --version > /dev/null 2>&1; then
  say "downloading llama-server from Debian, once (kept in $folder)"
  : > "$folder/get.log"
  logged "$folder/get.log" "getting llama-server" "$here/get-llama-server.sh" "$folder"
fi

model() { # NAME ARGUMENTS...
  local file="$folder/$1.gguf"; shift
  # A model older than the script that makes it is made again.
  if [ -s "$file" ] && [ ! "$here/make_tiny_gguf.py" -nt "$file" ]; then return 0; fi
  command -v python3 > /dev/null || packages python3
  say "making $(basename "$file")"
  logged "$folder/get.log" "making $(basename "$file")" python3 "$here/make_tiny_gguf.py" "$@" "$file.new"
  mv "$file.new" "$file"
}

model tiny
model tiny-think --think
model tiny-random --habit 0
echo "$folder"
