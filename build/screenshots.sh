#!/usr/bin/env bash
# Makes the pictures of docs/images again, by the tests that hold them: the HTML report in Chromium, and what commands show in a terminal.
# The pictures of the tutorial need the engine of the tests (build/engine/start.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p docs/images
export CONTAINERGUARD_UPDATE_DOCS=1
dotnet test tests/Publish --filter "FullyQualifiedName~HtmlReportTests.Axe_finds_no_violation|FullyQualifiedName~TerminalPictureTests.The_picture"
dotnet test tests/Engine --filter "FullyQualifiedName~Engine.TutorialTests"
