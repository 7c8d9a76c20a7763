# Sourced by the scripts beside it: where the engine of the tests lives, and how they speak.
# shellcheck shell=bash disable=SC2034

set -euo pipefail

engine_scripts=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

# Everything the scripts make is below this one folder, outside the repository, so that a second clone finds it made:
# delete it (after stop.sh) and nothing is left.
engine_home=${CONTAINERGUARD_ENGINE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/containerguard-engine}
engine_bin=$engine_home/bin
engine_config=$engine_home/config        # a DOCKER_CONFIG of our own: no person's credentials, contexts or plug-ins
engine_run=$engine_home/run              # sockets, process ids, logs: what a start makes and a stop removes
engine_data=$engine_home/data            # dockerd's images and build cache
engine_registry=$engine_home/registry    # the registry's blobs
engine_port=${CONTAINERGUARD_ENGINE_PORT:-5391}
engine_address=127.0.0.1:$engine_port

export PATH="$engine_bin:/usr/sbin:/sbin:$PATH"
export DOCKER_HOST="unix://$engine_run/docker.sock"
export DOCKER_CONFIG="$engine_config"

# To standard error: standard output is for what a caller reads.
say() { printf 'engine: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --non-interactive "$@"; fi
}

# is_running NAME: whether the program that start.sh recorded under its name is alive, and not another that got its number since.
is_running() {
  [ -s "$engine_run/$1.pid" ] && [ "$(ps -o comm= -p "$(cat "$engine_run/$1.pid")")" = "$1" ]
}

# debian_mirror: "URI codename" of the first archive that this machine's apt is configured with.
debian_mirror() {
  # shellcheck disable=SC2016  # apt's own placeholders
  apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' | grep -Ev 'security|updates|backports' | head -n 1
}
