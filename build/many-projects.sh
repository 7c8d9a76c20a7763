#!/usr/bin/env bash
# What the package costs a solution of many projects that stand on five base images, and what it asks the registry: whole builds, with and without
# it, in turn. The first one with it begins without a lock file.
# Usage: build/many-projects.sh [projects, 1000 by default] [runs, 3 by default]. Needs docker-registry and skopeo.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

count=${1:-1000} runs=${2:-3}
source build/measuring.sh

work=$(mktemp -d)
trap 'kill "${registry:-}" 2>/dev/null || true; rm -rf -- "$work"' EXIT

port=$((20000 + RANDOM % 10000))
cat > "$work/registry.yml" <<END
version: 0.1
log: { accesslog: { disabled: false }, level: error }
storage: { filesystem: { rootdirectory: $work/registry } }
http: { addr: "127.0.0.1:$port" }
END
docker-registry serve "$work/registry.yml" > "$work/access.log" 2>&1 &
registry=$!

# image NAME: an image of one layer under that name.
image() {
  local folder=$work/image config layer
  rm -rf -- "$folder"; mkdir -p "$folder/blobs/sha256" "$work/files/etc"
  echo "ID=$1" > "$work/files/etc/os-release"
  tar -C "$work/files" -czf "$folder/layer" etc
  layer=$(sha256sum < "$folder/layer" | cut -d ' ' -f 1)
  printf '{"architecture":"amd64","os":"linux","config":{"User":"1654"},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$(gzip -dc "$folder/layer" | sha256sum | cut -d ' ' -f 1)" > "$folder/config"
  config=$(sha256sum < "$folder/config" | cut -d ' ' -f 1)
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,"digest":"sha256:%s"},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","size":%d,"digest":"sha256:%s"}]}' \
    "$(stat -c %s "$folder/config")" "$config" "$(stat -c %s "$folder/layer")" "$layer" > "$folder/manifest"
  local manifest; manifest=$(sha256sum < "$folder/manifest" | cut -d ' ' -f 1)
  local size; size=$(stat -c %s "$folder/manifest")
  mv "$folder/layer" "$folder/blobs/sha256/$layer"; mv "$folder/config" "$folder/blobs/sha256/$config"; mv "$folder/manifest" "$folder/blobs/sha256/$manifest"
  echo '{"imageLayoutVersion":"1.0.0"}' > "$folder/oci-layout"
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%d}]}' "$manifest" "$size" > "$folder/index.json"
  skopeo copy -q --dest-tls-verify=false "oci:$folder" "docker://127.0.0.1:$port/mcr/$1"
}

families=(noble-chiseled-extra noble azurelinux3.0 azurelinux3.0-distroless-extra)
image dotnet/sdk:10.0
for family in "${families[@]}"; do image "dotnet/runtime:10.0-$family"; done

# solution NAME ITEMS: the projects in a repository of their own, restored.
solution() {
  mkdir -p "$work/$1/.git"
  cat > "$work/$1/Directory.Build.props" <<END
<Project><ItemGroup>$2</ItemGroup></Project>
END
  local_feed "$work/$1"
  echo '<Solution>' > "$work/$1/all.slnx"
  for i in $(seq "$count"); do
    mkdir -p "$work/$1/p$i"
    cat > "$work/$1/p$i/p$i.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ContainerFamily>${families[i % 4]}</ContainerFamily>
  </PropertyGroup>
</Project>
END
    echo "System.Console.WriteLine(\"p$i\");" > "$work/$1/p$i/Program.cs"
    echo "<Project Path=\"p$i/p$i.csproj\" />" >> "$work/$1/all.slnx"
  done
  echo '</Solution>' >> "$work/$1/all.slnx"
  (cd "$work/$1" && dotnet restore all.slnx -v quiet)
}

# publish NAME: milliseconds of a whole build.
publish() {
  local start
  rm -rf -- "$work/$1"/p*/bin "$work/$1"/p*/obj/Release
  start=$(date +%s%N)
  (cd "$work/$1" && dotnet publish all.slnx --no-restore -v quiet) > "$work/$1.log" 2>&1 || { tail -n 20 "$work/$1.log" >&2; exit 1; }
  echo $((($(date +%s%N) - start) / 1000000))
}

solution with "$reference<ContainerGuardMirror Include=\"mcr.microsoft.com\" Registry=\"127.0.0.1:$port/mcr\" />"
solution without ""
for name in without with; do (cd "$work/$name" && dotnet publish p1 --no-restore -v quiet >/dev/null); done
rm -- "$work/with/containerguard.lock.json"
before=$(wc -l < "$work/access.log")
for run in $(seq "$runs"); do
  for name in without with; do publish "$name" >> "$work/$name.ms"; done
  [[ $run -gt 1 ]] || first=$(tail -n +$((before + 1)) "$work/access.log" | grep -o '"[A-Z]* /v2/[^ "]*' | tr -d '"')
done

echo "requests of the first build:"
sed 's/sha256:[0-9a-f]*/sha256:…/' <<< "$first" | sort | uniq -c
echo "manifests among them: $(grep -c /manifests/ <<< "$first")"
find "$work/with" -name Dockerfile -path '*/obj/*' | wc -l | sed 's/$/ Dockerfiles written/'
compare "$work"
