#!/usr/bin/env bash
# Starts a builder that has nothing in it: an engine with containerd's image store, all of whose files are in one folder, and prints its socket.
# Usage: builder.sh start|stop FOLDER
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

action=$1 folder=$(realpath -- "$2")

case $action in
  start)
    as_root env "PATH=$PATH" setsid dockerd \
      --host "unix://$folder/docker.sock" --group "$(id -gn)" --pidfile "$folder/dockerd.pid" --feature containerd-snapshotter=true \
      --data-root "$folder/data" --exec-root "$folder/run" --bridge=none --iptables=false --ip6tables=false --userland-proxy=false \
      >"$folder/dockerd.log" 2>&1 </dev/null &
    for _ in $(seq 150); do
      if DOCKER_HOST="unix://$folder/docker.sock" docker info >/dev/null 2>&1; then
        echo "unix://$folder/docker.sock"
        exit
      fi
      sleep 0.2
    done
    tail -n 20 "$folder/dockerd.log" >&2
    die "the builder did not come up; its log is above"
    ;;
  stop)
    process=$(cat "$folder/dockerd.pid")
    as_root kill "$process"
    for _ in $(seq 150); do
      if [ ! -d "/proc/$process" ]; then
        as_root rm -rf -- "$folder"
        exit
      fi
      sleep 0.2
    done
    die "the builder did not stop within 30 seconds"
    ;;
esac
