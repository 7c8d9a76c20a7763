#!/usr/bin/env bash
# Exit code 0 when the engine of the tests runs: then whoever wants it has no need to stop it.
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

is_running dockerd
