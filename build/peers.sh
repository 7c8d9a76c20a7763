#!/usr/bin/env bash
# The image that a .NET application gets by the Dockerfile written for it, beside those by other Dockerfiles for the same application: its size,
# and how long it takes to build it first, after an edit of a source, and after an edit of its packages; medians, one after the other in turn.
# Usage: build/peers.sh CONTEXT PROJECT SOURCE RUNS DOCKERFILE…
#   CONTEXT     the folder that is the build context; it is copied, and stays as it is
#   PROJECT     the project file, relative to it
#   SOURCE      a C# file of the project, relative to it
#   DOCKERFILE  another Dockerfile for it; its images of mcr.microsoft.com are taken from the engine's stand-ins, as ours are
# Needs the engine of build/engine.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

context=$(realpath -- "$1") project=$2 source=$3 runs=$4
shift 4
mapfile -t others < <(realpath -- "$@")
source build/measuring.sh
eval "$(build/engine/start.sh)"
mirror=127.0.0.1:${CONTAINERGUARD_ENGINE_PORT:-5391}/mcr

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# The Dockerfile is written in a copy that has the package; all are built in one that has not.
cp -a -- "$context" "$work/with"
cp -a -- "$context" "$work/app"
mkdir -p "$work/with/.git"
sed -i "s|</Project>|<ItemGroup>$reference<ContainerGuardMirror Include=\"mcr.microsoft.com\" Registry=\"$mirror\" /></ItemGroup></Project>|" "$work/with/$project"
command=$(cd "$work/with" && RestoreAdditionalProjectSources=$repository/artifacts/packages dotnet publish "$project" -v minimal -tl:off | tee "$work/publish.log" | grep -o 'docker build .*') || { cat "$work/publish.log" >&2; exit 1; }
flags=${command#docker build }
flags=${flags% *}
ours=$(find "$work/with" -name Dockerfile -path '*/obj/*')
cp -- "$ours" "$work/ours.Dockerfile"
cp -- "$ours.dockerignore" "$work/ours.Dockerfile.dockerignore"

# build NAME DOCKERFILE: milliseconds of a build.
build() {
  local -a extra=()
  local at
  if [[ $1 == ours ]]; then
    eval "extra=($flags)"
    for at in "${!extra[@]}"; do [[ ${extra[at]} != -f ]] || extra[at + 1]=$2; [[ ${extra[at]} != -t ]] || extra[at + 1]=peers-$1; done
  else
    extra=(-f "$2" -t "peers-$1")
    while read -r image; do extra+=(--build-context "$image=docker-image://$mirror/${image#mcr.microsoft.com/}"); done \
      < <(grep -io '^FROM .*' "$2" | grep -o 'mcr\.microsoft\.com/[^ ]*' | sort -u)
  fi
  local start; start=$(date +%s%N)
  docker build --network=host "${extra[@]}" "$work/app" > "$work/$1.log" 2>&1 || { tail -n 30 "$work/$1.log" >&2; exit 1; }
  echo $((($(date +%s%N) - start) / 1000000))
}

names=(ours) files=("$work/ours.Dockerfile")
for other in "${others[@]}"; do names+=("$(basename -- "$other" .Dockerfile)"); files+=("$other"); done

for i in "${!names[@]}"; do
  docker builder prune --all --force > /dev/null
  build "${names[i]}" "${files[i]}" >> "$work/${names[i]}.first"
done

# Each build has an edit of its own: two Dockerfiles whose stages are alike would be one to BuildKit's cache.
cp -- "$work/app/$project" "$work/project"
edit=0
for run in $(seq 0 "$runs"); do
  for i in "${!names[@]}"; do
    : $((edit += 1))
    sed "s|</Project>|<ItemGroup><PackageReference Include=\"NuGet.Versioning\" Version=\"6.$((run % 2 + 8)).0\" /></ItemGroup><!-- $edit --></Project>|" "$work/project" > "$work/app/$project"
    build "${names[i]}" "${files[i]}" >> "$work/${names[i]}.packages"
    echo "// $edit" >> "$work/app/$source"
    build "${names[i]}" "${files[i]}" >> "$work/${names[i]}.source"
  done

  # The first round finds no cache of its own.
  [[ $run -gt 0 ]] || rm -- "$work"/*.source "$work"/*.packages
done

# seconds NAME WHEN: the median of what was measured.
seconds() { median < "$work/$1.$2" | awk '{ printf "%.1f s", $1 / 1000 }'; }

printf '| Dockerfile | image | first build | after an edit of a source | after an edit of packages |\n|---|---|---|---|---|\n'
for name in "${names[@]}"; do
  size=$(docker image inspect -f '{{.Size}}' "peers-$name" | awk '{ printf "%.1f MB", $1 / 1e6 }')
  echo "| $name | $size | $(seconds "$name" first) | $(seconds "$name" source) | $(seconds "$name" packages) |"
  docker rmi -f "peers-$name" > /dev/null
done
