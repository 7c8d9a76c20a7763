#!/usr/bin/env bash
# What the package costs a publish or a build that has nothing to do: medians of alternating runs of the same web project, with and without it.
# Usage: build/overhead.sh [publish (the default) | build] [runs, 10 by default]
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

command=publish
if [[ ${1-} == publish || ${1-} == build ]]; then
  command=$1
  shift
fi
runs=${1:-10}
source build/measuring.sh

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# project NAME EXTRA: an ASP.NET Core project in a workspace of its own.
project() {
  mkdir -p "$work/$1/.git"
  cat > "$work/$1/app.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>$2</ItemGroup>
</Project>
END
  echo 'var app = WebApplication.CreateBuilder(args).Build(); app.MapGet("/", () => "Hello World!"); app.Run();' > "$work/$1/Program.cs"
  local_feed "$work/$1"
  cat > "$work/$1/containerguard.lock.json" <<END
{
  "version": 1,
  "images": {
    "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra": { "digest": "sha256:$(printf '2%.0s' {1..64})" },
    "mcr.microsoft.com/dotnet/sdk:10.0": { "digest": "sha256:$(printf '1%.0s' {1..64})" }
  }
}
END
}

# run NAME: milliseconds of one publish or build.
run() {
  local start
  start=$(date +%s%N)
  (cd "$work/$1" && dotnet "$command" -v quiet >/dev/null)
  echo $((($(date +%s%N) - start) / 1000000))
}

project with "$reference"
project without ""
for name in with without with without; do run "$name" >/dev/null; done
for _ in $(seq "$runs"); do
  for name in with without; do run "$name" >> "$work/$name.ms"; done
done

compare "$work"
