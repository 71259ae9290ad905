#!/usr/bin/env bash
# Opens reports in headless Chromium and checks what a user would see and do (with playwright-core, from npm).
#     scripts/check_report.sh [BUILD]
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build=$(realpath "${1:-$root/build}")
place=$(node_tests "$build" browser chromium rsvg-convert)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
node "$place/check.mjs" "$build/mlp" "$root/configs" "$scratch" "$(command -v chromium)"
