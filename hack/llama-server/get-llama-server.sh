#!/usr/bin/env bash
# Puts a runnable llama-server of Debian unstable into a folder: FOLDER/llama-server. No root, no chroot, no change to
# this machine's apt sources: the packages are downloaded from the Debian mirror in use, and unpacked.
#
#   get-llama-server.sh FOLDER      SUITE (default sid) and MIRROR (default: this machine's) override
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/common.sh
. "$here/../lib/common.sh"

folder=$(realpath -m "${1:?the folder to fill}")
suite=${SUITE:-sid}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
apt="$folder/apt"

command -v apt-get > /dev/null || fail "needs apt-get to download llama-server from Debian"
[ -f "$keyring" ] || fail "needs $keyring (package debian-archive-keyring)"
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 -E '/debian/?$')} ||
  fail "this machine's apt sources name no Debian mirror; set MIRROR"

rm -rf "$apt" "$folder/root"
mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$folder/root"
: > "$apt/status"
echo "deb [signed-by=$keyring] $mirror $suite main" > "$apt/sources.list"
cat > "$apt/conf" <<CONF
Dir::State "$apt"; Dir::State::lists "$apt/lists"; Dir::State::status "$apt/status";
Dir::Cache "$apt"; Dir::Cache::archives "$apt/archives";
Dir::Etc::sourcelist "$apt/sources.list"; Dir::Etc::sourceparts "/dev/null";
Dir::Etc::parts "/dev/null"; Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
Acquire::Languages "none"; Acquire::Check-Valid-Until "false"; Acquire::Check-Date "false";
APT::Architecture "amd64"; APT::Sandbox::User ""; APT::Update::Post-Invoke-Success "";
CONF
export APT_CONFIG="$apt/conf"
apt-get -qq update
# Exactly what the binary links against.
(cd "$apt/archives" && apt-get -qq download llama.cpp-tools libllama0 libggml0 \
  libc6 libstdc++6 libgcc-s1 libgomp1 libssl3t64 zlib1g libzstd1)
for package in "$apt"/archives/*.deb; do dpkg-deb -x "$package" "$folder/root"; done
rm -rf "$apt"

cat > "$folder/llama-server" <<'WRAPPER'
#!/usr/bin/env bash
root=$(dirname "$(realpath "$0")")/root
libraries=$root/usr/lib/x86_64-linux-gnu
# Outside its own root the CPU backend is not found by itself; x64 runs on any amd64.
export GGML_BACKEND_PATH=${GGML_BACKEND_PATH:-$libraries/ggml/backends0/libggml-cpu-x64.so}
exec "$root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$libraries:$libraries/llama" "$root/usr/bin/llama-server" --offline "$@"
WRAPPER
chmod +x "$folder/llama-server"
"$folder/llama-server" --version
