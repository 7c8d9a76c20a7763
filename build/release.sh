#!/usr/bin/env bash
# Makes the packages of a release and checks them: `build/release.sh` runs all steps. The version is in Directory.Build.props, and only there.
#   versions [folder]          README, pages, samples and extension name this version, and the changelog has its changes
#   changelog [folder [date]]  makes the section Unreleased of the changelog the section of this version
#   pack [folder]              the package and the tool for all runtime identifiers, with symbols
#   check [folder [version]]   the files of the packages, the platform of each compiled file, the notices; runs the tool on Linux x64
# RUNTIME_IDENTIFIERS has the identifiers to pack and check, separated by spaces.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
identifiers=${RUNTIME_IDENTIFIERS:-linux-x64 linux-arm64 linux-musl-x64 win-x64 win-arm64 osx-arm64}
problems=0

problem() { printf 'release: %s\n' "$*" >&2; problems=$((problems + 1)); }

version_of() { sed -nE 's/.*<Version>([^<]+)<\/Version>.*/\1/p' "$1/Directory.Build.props"; }

versions() {
  local folder=$1 version file line
  version=$(version_of "$folder")
  [ -n "$version" ] || { problem "Directory.Build.props has no Version"; return; }
  while IFS=: read -r file line; do
    [ "$(grep -oE '[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]*[0-9A-Za-z])?' <<< "$line" | head -n 1)" = "$version" ] ||
      problem "$file names another version than $version: $line"
  done < <(cd "$folder" && grep -rHoE --include='*.md' --include='*.props' --include='*.targets' --include='*.*proj' --exclude-dir=obj --exclude-dir=bin \
    '(ContainerGuard(\.Tool)?(" Version="|/|@|\.)|containerguard(-|@v|/v)|rev: v)[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.-]*' README.md docs samples)
  grep -q "\"version\": \"$version\"" "$folder/src/Tool/VSCode/package.json" || problem "src/Tool/VSCode/package.json does not have the version $version"
  changelog_of "$folder" "$version"
}

# The lines of the section Unreleased.
unreleased() { awk '/^## / { inside = ($0 == "## [Unreleased]"); next } /^\[[^]]*\]: / { next } inside && NF' "$1"; }

# changelog_of FOLDER VERSION: before a release, the changes are in the section Unreleased; at a release, in the section of the version.
changelog_of() {
  local file=$1/docs/changelog.md heading
  [ "$(grep -m 1 '^## ' "$file")" = '## [Unreleased]' ] ||
    { problem "docs/changelog.md does not begin with the section '## [Unreleased]'"; return; }
  while read -r heading; do
    [[ $heading =~ ^'## ['[0-9][^]]*'] - '[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] ||
      problem "docs/changelog.md has the heading '$heading', which is not '## [version] - year-month-day'"
  done < <(grep '^## ' "$file" | tail -n +2)
  if grep -qF "## [$2] - " "$file"; then
    [ -z "$(unreleased "$file")" ] || problem "docs/changelog.md has changes after $2. Raise the version in Directory.Build.props"
    [[ $(grep '^## ' "$file" | sed -n 2p) == "## [$2] - "* ]] || problem "docs/changelog.md has a version after $2"
  elif [ -z "$(unreleased "$file")" ]; then
    problem "docs/changelog.md has neither changes in the section Unreleased nor a section of $2"
  fi
}

# changelog FOLDER DATE: an empty section Unreleased, and below it the section of the version.
changelog() {
  local file=$1/docs/changelog.md version
  version=$(version_of "$1")
  changelog_of "$1" "$version"
  [ -n "$(unreleased "$file")" ] || problem "docs/changelog.md has no changes in the section Unreleased"
  [ "$problems" -eq 0 ] || return 0
  sed -i -e "s/^## \[Unreleased\]$/## [Unreleased]\n\n## [$version] - $2/" \
    -e "s#^\[Unreleased\]: \(https://[^ ]*\)/\(commits\|compare\)/.*#[Unreleased]: \1/compare/v$version...main\n[$version]: \1/releases/tag/v$version#" "$file"
}

pack() {
  mkdir -p "$1"
  local list=${identifiers// /;}
  # Restores exactly the packages of the lock files. Their platforms are those of a build here, so the packs themselves have others.
  dotnet restore "$root/ContainerGuard.sln" --locked-mode --nologo -v quiet
  local other=(-c Release --nologo -v quiet -p:PackageOutputPath="$1" -p:NuGetLockFilePath=obj/release.lock.json -p:RestoreLockedMode=false)
  CI=true dotnet pack "$root/src/Tasks" "${other[@]}" "-p:TaskRuntimeIdentifiers=\"$list\""
  CI=true dotnet pack "$root/src/Tool" "${other[@]}" "-p:ToolRuntimeIdentifiers=\"$list\""
}

# hex FILE OFFSET LENGTH: bytes of a file, the first byte first.
hex() { od -An -v -tx1 -j "$2" -N "$3" "$1" | tr -d ' \n'; }

# The platform of a program or an assembly. The compiler of .NET combines the machine in the header of an assembly with a number for the system.
platform_of() {
  case $(hex "$1" 0 4) in
    7f454c46) case $(hex "$1" 18 2) in 3e00) echo linux-x64 ;; b700) echo linux-arm64 ;; esac ;;
    cffaedfe) case $(hex "$1" 4 4) in 0c000001) echo osx-arm64 ;; 07000001) echo osx-x64 ;; esac ;;
    4d5a*)
      local at
      at=$(od -An -tu4 -j 60 -N 4 "$1" | tr -d ' ')
      case $(hex "$1" $((at + 4)) 2) in
        4c01) echo any ;; 6486) echo win-x64 ;; 64aa) echo win-arm64 ;;
        1dfd) echo linux-x64 ;; 1dd1) echo linux-arm64 ;; 20ec) echo osx-arm64 ;;
      esac ;;
  esac
}

# expect PLATFORM FILE: a compiled file is for its platform. The C library of Linux (musl) is not in the header.
expect() {
  local found
  [ -e "$2" ] || { problem "${2#"$work/"} is missing"; return; }
  found=$(platform_of "$2")
  [ "$found" = "${1/-musl/}" ] || problem "${2#"$work/"} is for '${found:-an unknown platform}', not for '$1'"
}

check() {
  local folder=$1 version=$2 package tasks name identifier
  work=$(mktemp -d)
  trap 'rm -rf -- "$work"' EXIT
  for package in "ContainerGuard.$version.nupkg" "ContainerGuard.$version.snupkg" "ContainerGuard.Tool.$version.nupkg" \
    "ContainerGuard.Tool.any.$version.nupkg" $(printf "ContainerGuard.Tool.%s.$version.nupkg " $identifiers); do
    [ -e "$folder/$package" ] || { problem "$package is missing"; continue; }
    mkdir "$work/$package"
    unzip -q "$folder/$package" -d "$work/$package"
  done

  package=$work/ContainerGuard.$version.nupkg tasks=$work/ContainerGuard.$version.nupkg/tasks/net10.0
  for name in README.md LICENSE THIRD-PARTY-NOTICES.txt icon.png Sdk/Sdk.props build/ContainerGuard.targets docs/rules/CG3001.md; do
    [ -s "$package/$name" ] || problem "$name is missing in the package"
  done
  expect any "$tasks/ContainerGuard.Tasks.dll"
  [ -s "$work/ContainerGuard.$version.snupkg/tasks/net10.0/ContainerGuard.Tasks.pdb" ] || problem "the symbols are missing"
  for name in "$tasks"/*.dll; do
    name=$(basename -- "$name")
    [ "${name#ContainerGuard.}" != "$name" ] || grep -qx -- "${name%.dll}" "$package/THIRD-PARTY-NOTICES.txt" || problem "$name has no notice"
    for identifier in $identifiers; do [ -e "$tasks/$identifier/$name" ] || problem "$identifier/$name is missing in the package"; done
  done
  for identifier in $identifiers; do
    expect "$identifier" "$tasks/$identifier/ContainerGuard.Tasks.dll"
    name=$work/ContainerGuard.Tool.$identifier.$version.nupkg/tools/net10.0/$identifier
    expect "$identifier" "$name/containerguard.dll"
    expect "$identifier" "$name/ContainerGuard.Tasks.dll"
    [ -s "$name/rules/CG3001.md" ] || problem "the tool for $identifier lacks the pages of the rules"
  done

  if [ "$problems" -eq 0 ] && [ "$(uname -sm)" = "Linux x86_64" ]; then
    name=$work/ContainerGuard.Tool.linux-x64.$version.nupkg/tools/net10.0/linux-x64/containerguard.dll
    [[ $(dotnet "$name" --version) == "$version"* ]] || problem "the tool does not print the version $version"
    # The check of a file with an error ends with 1.
    [[ $(printf 'FROM alpine:3.24\nUSER root\n' | dotnet "$name" check - || true) == *'error CG3001'* ]] ||
      problem "the tool does not find CG3001"
  fi
}

packages=${2:-$root/artifacts/release}
case ${1:-all} in
  versions) versions "${2:-$root}" ;;
  changelog) changelog "${2:-$root}" "${3:-$(date -u +%F)}" ;;
  pack) pack "$packages" ;;
  check) check "$packages" "${3:-$(version_of "$root")}" ;;
  all)
    versions "$root"
    grep -qF "## [$(version_of "$root")] - " "$root/docs/changelog.md" ||
      problem "docs/changelog.md has no section of the version. Run 'build/release.sh changelog'"
    [ "$problems" -eq 0 ] || exit 1
    rm -rf -- "$packages"
    pack "$packages"
    check "$packages" "$(version_of "$root")" ;;
  *) sed -n '2,7p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
[ "$problems" -eq 0 ] || exit 1
