#!/usr/bin/env bash
# How long Dockerfiles take to be written in a solution of many projects with deep references, as MSBuild itself measures its tasks: half of them
# libraries in a chain, half applications, each of which stands on the chain up to its own length.
# Usage: build/generation.sh [projects, 300 by default]
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

count=$((${1:-300} / 2))
source build/measuring.sh

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir "$work/.git"
local_feed "$work"

# project NAME ITEMS [PROPERTIES]: a project of one file.
project() {
  mkdir -p "$work/$1"
  cat > "$work/$1/$1.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ContainerGuardPinning>off</ContainerGuardPinning>${3:-}</PropertyGroup>
  <ItemGroup>$2</ItemGroup>
</Project>
END
  echo "<Project Path=\"$1/$1.csproj\" />" >> "$work/all.slnx"
}

echo '<Solution>' > "$work/all.slnx"
for i in $(seq "$count"); do
  before=$((i - 1))
  project "lib$i" "$([[ $i -eq 1 ]] || echo "<ProjectReference Include=\"../lib$before/lib$before.csproj\" />")"
  echo "public class Lib$i;" > "$work/lib$i/Lib.cs"
  project "app$i" "$reference<ProjectReference Include=\"../lib$i/lib$i.csproj\" />" "<OutputType>Exe</OutputType>"
  echo "System.Console.WriteLine(typeof(Lib$i));" > "$work/app$i/Program.cs"
done
echo '</Solution>' >> "$work/all.slnx"

cd "$work"
dotnet restore all.slnx -v quiet
dotnet build all.slnx -c Release --no-restore -v quiet -p:ContainerGuardEnabled=false
dotnet publish all.slnx --no-restore --no-build -v quiet -tl:off -clp:PerformanceSummary > publish.log || { tail -n 20 publish.log >&2; exit 1; }

echo "$((count * 2)) projects, $count Dockerfiles written: $(find . -name Dockerfile -path '*/obj/*' | wc -l)"
grep -E '^ *[0-9]+ ms +GenerateDockerfile +[0-9]+ calls' publish.log | sed 's/^ */tasks: /'
rm -rf app*/obj/container
dotnet publish "app$count" --no-restore --no-build -v quiet -tl:off -clp:PerformanceSummary | grep -E 'ms +GenerateDockerfile +1 calls' | sed "s/^ */app$count alone, in a process of its own: /"
