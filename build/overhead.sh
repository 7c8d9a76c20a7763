#!/usr/bin/env bash
# What the package costs a publish or a build that has nothing to do: medians of alternating runs of the same web project with it, with an
# empty package instead of it (restore and the SDK work more for a project that has any package), and without a package.
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
  local_feed "$work/$1" "$work/feed"
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

# empty_package: makes a package that brings nothing.
empty_package() {
  mkdir -p "$work/package" "$work/feed"
  cat > "$work/package/empty.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework><PackageId>ContainerGuard.Empty</PackageId><Version>1.0.0</Version><Authors>none</Authors>
    <Description>Nothing</Description>
    <IncludeBuildOutput>false</IncludeBuildOutput><SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking>
    <NoWarn>NU5128</NoWarn><PackageOutputPath>$work/feed</PackageOutputPath>
  </PropertyGroup>
  <ItemGroup><None Include="empty.targets" Pack="true" PackagePath="build/ContainerGuard.Empty.targets" /></ItemGroup>
</Project>
END
  echo '<Project></Project>' > "$work/package/empty.targets"
  dotnet pack "$work/package" -v quiet --nologo >/dev/null
}

# run NAME: milliseconds of one publish or build.
run() {
  local start
  start=$(date +%s%N)
  (cd "$work/$1" && dotnet "$command" -v quiet >/dev/null)
  echo $((($(date +%s%N) - start) / 1000000))
}

empty_package
project with "$reference"
project empty '<PackageReference Include="ContainerGuard.Empty" Version="1.0.0" />'
project without ""
for name in with empty without with empty without; do run "$name" >/dev/null; done
for _ in $(seq "$runs"); do
  for name in with empty without; do run "$name" >> "$work/$name.ms"; done
done

compare "$work" with without
compare "$work" with empty
compare "$work" empty without
