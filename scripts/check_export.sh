#!/usr/bin/env bash
# Runs exported nets in ONNX Runtime (its WebAssembly build, from npm) and compares with mlp predict.
#     scripts/check_export.sh [BUILD]
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build=${1:-$root/build}
place=$(node_tests "$build" onnxruntime)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
node "$place/compare.mjs" "$build/mlp" "$scratch"
