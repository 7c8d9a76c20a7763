# shellcheck shell=bash
# What the scripts that measure share: sourced by them, from the repository's root.
repository=$PWD
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NuGetAudit=false
dotnet pack src/Tasks -c Release -v quiet --nologo >/dev/null
version=$(basename artifacts/packages/ContainerGuard.*.nupkg .nupkg | sort -V | tail -n 1 | sed 's/^ContainerGuard\.//')

# local_feed FOLDER [FEED]: restores what is below it from the package just made, and from another feed, too.
local_feed() {
  local more=${2:+"<add key=\"more\" value=\"$2\" />"}
  cat > "$1/nuget.config" <<END
<configuration><packageSources><add key="local" value="$repository/artifacts/packages" />$more</packageSources></configuration>
END
}

# How a project takes the package.
# shellcheck disable=SC2034  # by those who source this
reference="<PackageReference Include=\"ContainerGuard\" Version=\"$version\" PrivateAssets=\"all\" />"

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# compare FOLDER [A B]: prints the milliseconds in A.ms and B.ms, with and without by default, their medians and the difference.
compare() {
  local name a=${2:-with} b=${3:-without}
  for name in "$a" "$b"; do echo "$name: $(sort -n "$1/$name.ms" | tr '\n' ' ')"; done
  awk -v a="$(median < "$1/$a.ms")" -v b="$(median < "$1/$b.ms")" -v names="$a $b" \
    'BEGIN { split(names, n); printf "median of each: %d ms %s, %d ms %s: %+d ms, %+.1f %%\n", a, n[1], b, n[2], a - b, (a - b) * 100 / b }'
}
