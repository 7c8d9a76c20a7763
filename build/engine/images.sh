#!/usr/bin/env bash
# Makes the base images of the tests and pushes them to the registry of the tests, unless these very ones are there.
#
# Nothing is pulled: a test must not depend on a public registry's limits and moods. They are true stand-ins, made of Debian and of
# this machine's .NET: what counts for a Dockerfile (users, environment, entry point, what is there and what is not) is as in the
# image whose name they bear. A mirror leads to them: mcr.microsoft.com → ADDRESS/mcr, docker.io/library → ADDRESS/library.
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

DOTNET_ROOT=$(dirname -- "$(readlink -f -- "$(command -v dotnet)")")
DOTNET_SDK_VERSION=$(cd "$engine_scripts" && dotnet --version)
newest() { dotnet --list-runtimes | awk -v name="$1" '$1 == name && $2 ~ /^10\./ { version = $2 } END { print version }'; }
DOTNET_VERSION=$(newest Microsoft.NETCore.App)
ASPNET_VERSION=$(newest Microsoft.AspNetCore.App)
TRUST=/usr/local/share/ca-certificates
[ -d "$TRUST" ] || TRUST=$(mktemp -d)
REGISTRY=$engine_address
export DOTNET_ROOT DOTNET_SDK_VERSION DOTNET_VERSION ASPNET_VERSION TRUST REGISTRY

groups=${*:-dotnet}
stamp=$engine_registry/made-${groups// /-}
state=$(cat "$engine_scripts/images.sh" "$engine_scripts"/images/* | sha256sum)$DOTNET_SDK_VERSION/$ASPNET_VERSION
[ -e "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && exit 0

if ! docker image inspect containerguard/debian >/dev/null 2>&1; then
  read -r mirror codename < <(debian_mirror)
  say "making a minimal Debian ($codename)"
  root=$(mktemp -d)
  trap 'as_root rm -rf -- "$root"' EXIT
  as_root debootstrap --variant=minbase "$codename" "$root/debian" "$mirror" >"$engine_run/debootstrap.log" 2>&1 ||
    { tail -n 20 "$engine_run/debootstrap.log" >&2; die "debootstrap failed"; }
  as_root rm -rf "$root"/debian/var/cache/apt/archives/*.deb "$root"/debian/var/lib/apt/lists/*
  as_root tar -C "$root/debian" -c . | docker import - containerguard/debian >/dev/null
fi

say "building the stand-ins: $groups"
# shellcheck disable=SC2086  # a list of groups
(cd "$engine_scripts/images" && BUILDX_BAKE_ENTITLEMENTS_FS=0 docker buildx bake --allow network.host --push $groups) \
  >"$engine_run/bake.log" 2>&1 || { tail -n 60 "$engine_run/bake.log" >&2; die "the stand-ins could not be built; the log is $engine_run/bake.log"; }

# The real tags name an index of platforms and not one image's manifest, so these do as well.
# shellcheck disable=SC2086
(cd "$engine_scripts/images" && docker buildx bake --print $groups 2>/dev/null) | jq -r '.target[].tags[]?' | while read -r tag; do
  docker buildx imagetools create --prefer-index --tag "$tag" "$tag" >>"$engine_run/bake.log" 2>&1 || die "no index could be made of $tag"
done

printf '%s' "$state" >"$stamp"
