#!/usr/bin/env bash
# Stops what start.sh started. Images and the build cache stay for the next start.
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

for name in dockerd docker-registry; do
  if is_running "$name"; then
    as_root kill "$(cat "$engine_run/$name.pid")"
    for _ in $(seq 150); do is_running "$name" || break; sleep 0.2; done
    is_running "$name" && die "$name did not stop within 30 seconds"
  fi
  as_root rm -f "$engine_run/$name.pid"
done
