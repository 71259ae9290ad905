#!/usr/bin/env bash
# Opens reports in headless Chromium and checks what a user would see and do (with playwright-core, from npm).
#     scripts/check_report.sh [BUILD]
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build=${1:-$root/build}
for tool in node npm chromium; do
  command -v "$tool" >/dev/null || fail "\"$tool\" is missing; scripts/install_dependencies.sh check installs it"
done
[[ -x $build/mlp ]] || fail "there is no program $build/mlp; scripts/test.sh builds it"

# What npm downloads stays in the build folder, for the next time.
place=$build/browser
mkdir -p "$place"
cp "$root"/tests/browser/* "$place"
(cd "$place" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
node "$place/check.mjs" "$build/mlp" "$root/configs" "$scratch" "$(command -v chromium)"
