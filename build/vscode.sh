#!/usr/bin/env bash
# Packs the extension for Visual Studio Code into artifacts/packages/containerguard-<version>.vsix. Needs npm, and the network for its packages.
#
#   build/vscode.sh [folder]                # the folder of the result
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

version=$(sed -nE 's|.*<Version>(.*)</Version>.*|\1|p' Directory.Build.props)
mkdir -p "${1:-artifacts/packages}"
result=$(realpath -- "${1:-artifacts/packages}")/containerguard-$version.vsix
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

cp -r src/Tool/VSCode/. LICENSE build/icon.png "$work"
cd "$work"
npm pkg set version="$version"
npm install --omit=dev --no-audit --no-fund --loglevel=error
npx --yes @vscode/vsce@3 package --out "$result" >&2
echo "$result"
