#!/usr/bin/env bash
# Runs exported nets in ONNX Runtime (its WebAssembly build, from npm) and compares with mlp predict.
#     scripts/check_export.sh [BUILD]
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build=${1:-$root/build}
for tool in node npm; do
  command -v "$tool" >/dev/null || fail "\"$tool\" is missing; scripts/install_dependencies.sh check installs it"
done
[[ -x $build/mlp ]] || fail "there is no program $build/mlp; scripts/test.sh builds it"

# What npm downloads stays in the build folder, for the next time.
place=$build/onnxruntime
mkdir -p "$place"
cp "$root"/tests/onnxruntime/* "$place"
(cd "$place" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
node "$place/compare.mjs" "$build/mlp" "$scratch"
