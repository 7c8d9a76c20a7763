#!/usr/bin/env bash
# What the package costs a publish that has nothing to do: medians of alternating runs of the same web project, with and without it.
# Usage: build/overhead.sh [runs, 10 by default]
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

runs=${1:-10}
repository=$PWD
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NuGetAudit=false
dotnet pack src/Tasks -c Release -v quiet --nologo >/dev/null
version=$(basename artifacts/packages/ContainerGuard.*.nupkg .nupkg | sort -V | tail -n 1 | sed 's/^ContainerGuard\.//')

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
  cat > "$work/$1/nuget.config" <<END
<configuration><packageSources><add key="local" value="$repository/artifacts/packages" /></packageSources></configuration>
END
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

# publish NAME: milliseconds of one publish.
publish() {
  local start
  start=$(date +%s%N)
  (cd "$work/$1" && dotnet publish -v quiet >/dev/null)
  echo $((($(date +%s%N) - start) / 1000000))
}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

project with "<PackageReference Include=\"ContainerGuard\" Version=\"$version\" PrivateAssets=\"all\" />"
project without ""
for name in with without with without; do publish "$name" >/dev/null; done
for _ in $(seq "$runs"); do
  for name in with without; do publish "$name" >> "$work/$name.ms"; done
done

with=$(median < "$work/with.ms") without=$(median < "$work/without.ms")
echo "with:    $(sort -n "$work/with.ms" | tr '\n' ' ')"
echo "without: $(sort -n "$work/without.ms" | tr '\n' ' ')"
awk -v a="$with" -v b="$without" 'BEGIN { printf "median of each: %d ms with, %d ms without: %+d ms, %+.1f %%\n", a, b, a - b, (a - b) * 100 / b }'
