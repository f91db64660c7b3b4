# Sourced by cluster.sh: images made of this machine's own files, because there is no registry to pull from.
# shellcheck shell=bash disable=SC2154  # the variables are cluster.sh's

load() { # NAME:TAG ROOTFS_DIR [ENTRYPOINT_JSON]
  local tar; tar=$(mktemp --suffix .tar)
  python3 - "$1" "$2" "${3:-null}" "$tar" <<'PY'
import hashlib, io, json, sys, tarfile
name, root, entrypoint, out = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), sys.argv[4]
layer = io.BytesIO()
with tarfile.open(fileobj=layer, mode="w") as t: t.add(root, arcname=".")
layer = layer.getvalue(); digest = hashlib.sha256(layer).hexdigest()
config = json.dumps({"architecture": "amd64", "os": "linux",
    "config": {"Entrypoint": entrypoint, "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},
    "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest]}, "history": [{"created_by": "cluster.sh"}]}).encode()
sha = hashlib.sha256(config).hexdigest()
manifest = json.dumps([{"Config": sha + ".json", "RepoTags": [name], "Layers": [digest + ".tar"]}]).encode()
with tarfile.open(out, "w") as t:
    for path, data in ((sha + ".json", config), (digest + ".tar", layer), ("manifest.json", manifest)):
        info = tarfile.TarInfo(path); info.size = len(data); t.addfile(info, io.BytesIO(data))
PY
  ctr -a "$cri" -n k8s.io images import "$tar" > /dev/null; rm -f "$tar"
}

loaded() { ctr -a "$cri" -n k8s.io images ls -q 2> /dev/null | grep -qxF "$1"; }

base_images() {
  loaded "$pause_image" && loaded "$busybox_image" && loaded "$python_image" && return 0
  local dir applet; dir=$(mktemp -d)
  mkdir -p "$dir/pause" "$dir/busybox"/{bin,tmp,etc,root}
  echo 'int pause(void);int main(void){for(;;)pause();}' | gcc -x c -static -O2 -o "$dir/pause/pause" -
  cp /bin/busybox "$dir/busybox/bin/busybox"
  for applet in $(/bin/busybox --list | grep -vx busybox); do ln -s busybox "$dir/busybox/bin/$applet"; done
  echo 'root:x:0:0:root:/root:/bin/sh' > "$dir/busybox/etc/passwd"; echo 'root:x:0:' > "$dir/busybox/etc/group"
  chmod 1777 "$dir/busybox/tmp"
  load "$pause_image" "$dir/pause" '["/pause"]'
  load "$busybox_image" "$dir/busybox"
  python_files "$dir/busybox"
  load "$python_image" "$dir/busybox"
  rm -rf "$dir"
}

# The distribution's Python with its standard library, and openssl for certificates, beside busybox; with the libraries that their binaries name.
python_files() { # FOLDER
  local python=/usr/lib/python3.11 file library
  mkdir -p "$1/usr/bin" "$1/usr/lib" "$1/usr/lib/ssl"
  tar -C /usr/lib -c --exclude='python3.11/test' --exclude='python3.11/config-*' --exclude='python3.11/idlelib' --exclude='python3.11/lib2to3' \
    --exclude='python3.11/ensurepip' --exclude='python3.11/pydoc_data' --exclude='python3.11/distutils' python3.11 | tar -C "$1/usr/lib" -x
  cp /usr/bin/python3.11 /usr/bin/openssl "$1/usr/bin/"
  ln -s python3.11 "$1/usr/bin/python3"; ln -s python3.11 "$1/usr/bin/python"
  cp -L /etc/ssl/openssl.cnf "$1/usr/lib/ssl/"
  for file in "$python"/lib-dynload/*.so /usr/bin/python3.11 /usr/bin/openssl; do ldd "$file"; done | grep -o '/[^ ]*' | sort -u |
    while read -r library; do mkdir -p "$1$(dirname "$library")"; cp -L "$library" "$1$library"; done
}

# Two empty registries of our own, so that a pull fails as it does in the world: `registry.cluster-code.local` answers
# "not found" to everything, `private.cluster-code.local` asks for a login. Names, not addresses: the ports follow PORT.
registries() {
  local name n=0 config
  mkdir -p "$state/registry"
  # The password is printed nowhere: no test logs in, the registry only has to refuse those who do not.
  printf 'puller:%s\n' "$(perl -e 'print crypt($ARGV[0], q($2y$05$) . q(abcdefghijklmnopqrstuu))' "$(openssl rand -hex 16)")" > "$state/registry/htpasswd"
  for name in registry private; do
    config="$state/registry/$name.yml"
    cat > "$config" <<YAML
version: 0.1
log: {accesslog: {disabled: true}, level: warn}
storage: {filesystem: {rootdirectory: $state/registry/$name}}
http: {addr: "127.0.0.1:$((registry_port + n))"}
YAML
    [ $name = private ] && echo "auth: {htpasswd: {realm: private.cluster-code.local, path: $state/registry/htpasswd}}" >> "$config"
    mkdir -p "$state/registries/$name.cluster-code.local"
    printf 'server = "http://127.0.0.1:%s"\n[host."http://127.0.0.1:%s"]\n  capabilities = ["pull", "resolve"]\n' \
      $((registry_port + n)) $((registry_port + n)) > "$state/registries/$name.cluster-code.local/hosts.toml"
    start "$name" docker-registry serve "$config"
    n=$((n + 1))
  done
}
