#!/usr/bin/env bash
# Starts the engine and the registry of the tests, unless they run, with the base images in place.
# Prints the environment that reaches them, for `eval "$(build/engine/start.sh)"`. Arguments are further groups of base images to have in place.
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

[ -x "$engine_bin/dockerd" ] || die "nothing is installed in $engine_home: run build/engine/install.sh first"
mkdir -p "$engine_run" "$engine_data" "$engine_registry"

# Two test assemblies may ask at the same moment.
exec 9>"$engine_home/start.lock"
flock 9

# The reference implementation of the distribution specification; loopback only, so plain HTTP and no accounts.
if ! is_running docker-registry; then
  cat >"$engine_run/registry.yml" <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $engine_registry}, delete: {enabled: true}}
http: {addr: $engine_address}
YAML
  setsid docker-registry serve "$engine_run/registry.yml" >"$engine_run/registry.log" 2>&1 </dev/null 9>&- &
  echo $! >"$engine_run/docker-registry.pid"
fi

# Builds pile up: without a limit the build cache takes all of the disk. A step that was built a minute ago may be the first to go, so
# the limit is far above what one run of the tests makes; 8 GB of the disk stay free.
cat >"$engine_run/daemon.json" <<JSON
{"builder": {"gc": {"enabled": true, "defaultReservedSpace": "15GB", "defaultMaxUsedSpace": "40GB", "defaultMinFreeSpace": "8GB"}}}
JSON

# No bridge and no firewall rules: builds and containers of the tests use the host's network, which needs no kernel module and
# reaches the registry on loopback. Everything it keeps is in folders of its own, so a machine's other engine is not disturbed.
if ! is_running dockerd; then
  as_root env "PATH=$PATH" setsid dockerd --config-file "$engine_run/daemon.json" \
    --host "$DOCKER_HOST" --group "$(id -gn)" --pidfile "$engine_run/dockerd.pid" \
    --data-root "$engine_data" --exec-root "$engine_run/exec" \
    --bridge=none --iptables=false --ip6tables=false --userland-proxy=false \
    >"$engine_run/dockerd.log" 2>&1 </dev/null 9>&- &
  starting=$!
fi

ready() { docker info >/dev/null 2>&1 && curl --fail --silent --output /dev/null "http://$engine_address/v2/"; }
for _ in $(seq 300); do
  ready && break
  kill -0 "${starting:-$$}" 2>/dev/null || break
  sleep 0.2
done
if ! ready; then
  tail -n 20 "$engine_run/registry.log" "$engine_run/dockerd.log" >&2
  die "the engine or the registry did not come up; its log is above"
fi

"$engine_scripts/images.sh"
[ $# -eq 0 ] || "$engine_scripts/images.sh" "$@"

cat <<ENVIRONMENT
export PATH="$engine_bin:\$PATH"
export DOCKER_HOST="$DOCKER_HOST"
export DOCKER_CONFIG="$DOCKER_CONFIG"
export CONTAINERGUARD_TEST_DOCKER="$engine_bin/docker"
export CONTAINERGUARD_TEST_REGISTRY="$engine_address"
ENVIRONMENT
