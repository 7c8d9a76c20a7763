# shellcheck shell=bash
# What the scripts that measure share: sourced by them, from the repository's root.
repository=$PWD
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NuGetAudit=false
dotnet pack src/Tasks -c Release -v quiet --nologo >/dev/null
version=$(basename artifacts/packages/ContainerGuard.*.nupkg .nupkg | sort -V | tail -n 1 | sed 's/^ContainerGuard\.//')

# local_feed FOLDER: restores what is below it from the package just made, too.
local_feed() {
  cat > "$1/nuget.config" <<END
<configuration><packageSources><add key="local" value="$repository/artifacts/packages" /></packageSources></configuration>
END
}

# How a project takes the package.
# shellcheck disable=SC2034  # by those who source this
reference="<PackageReference Include=\"ContainerGuard\" Version=\"$version\" PrivateAssets=\"all\" />"

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# compare FOLDER: prints the milliseconds in with.ms and without.ms, their medians and the difference.
compare() {
  local name
  for name in with without; do echo "$name: $(sort -n "$1/$name.ms" | tr '\n' ' ')"; done
  awk -v a="$(median < "$1/with.ms")" -v b="$(median < "$1/without.ms")" \
    'BEGIN { printf "median of each: %d ms with, %d ms without: %+d ms, %+.1f %%\n", a, b, a - b, (a - b) * 100 / b }'
}
