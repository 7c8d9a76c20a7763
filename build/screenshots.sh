#!/usr/bin/env bash
# Makes the screenshots of docs/images again: the HTML report in light, dark and print, by the test that opens it in Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p docs/images
CONTAINERGUARD_UPDATE_DOCS=1 dotnet test tests/Publish --filter "FullyQualifiedName~HtmlReportTests.Axe_finds_no_violation"
