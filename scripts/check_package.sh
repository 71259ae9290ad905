#!/usr/bin/env bash
# Installs what build/ holds into a scratch folder and builds somebody else's project (tests/package) against it.
#     scripts/check_package.sh [BUILD [headers]]      with "headers", each installed header is compiled alone, too
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build=${1:-$root/build}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/prefix" >/dev/null
compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "$build/CMakeCache.txt")
cmake -S "$root/tests/package" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$scratch/prefix" -DCMAKE_CXX_COMPILER="$compiler"
cmake --build "$scratch/build" --parallel "$(cores)"
if [[ ${2:-} == headers ]]; then cmake --build "$scratch/build" --parallel "$(cores)" --target each_header_alone; fi
"$scratch/build/uses_mlp"
"$scratch/build/extending/my_mlp" gradcheck "$root/tests/docs/extending/saddle.json"
[[ -x $scratch/prefix/bin/mlp ]] || fail "the program was not installed"

# A program compiled for other vectors than the library is refused, in words.
echo '#include "mlp/core/types.h"' >"$scratch/other.cpp"
if "$compiler" -std=c++20 -fsyntax-only -DMLP_VECTOR_BYTES=8 -I"$scratch/prefix/include" -I"$scratch/prefix/include/mlp_eigen" \
  -I/usr/include/eigen3 "$scratch/other.cpp" 2>"$scratch/message"; then
  fail "a program for other vectors was accepted"
fi
grep -q 'mlp was built for another vector width' "$scratch/message" || fail "unclear message: $(cat "$scratch/message")"
