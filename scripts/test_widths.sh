#!/usr/bin/env bash
# The tests of the products (odd shapes, 1 to 8 threads, against plain loops) and of the same bits (every kind of layer,
# optimizer and schedule), compiled for each width of vector registers that this processor has: SSE2, AVX2 with FMA,
# AVX-512. scripts/test.sh runs them for the widest alone.
#     scripts/test_widths.sh [LEVEL…]     of the architecture: x86-64, x86-64-v3, x86-64-v4
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

declare -A ability=([x86-64]=sse2 [x86-64-v3]=avx2 [x86-64-v4]=avx512f)

# test_level LEVEL: where this processor has it.
test_level() {
  local level=$1 build=$root/build-width/$1 program
  [[ -n ${ability[$level]:-} ]] || fail "there is no level \"$level\"; there are ${!ability[*]}"
  grep -qw "${ability[$level]}" /proc/cpuinfo || {
    echo "$level: this processor has no ${ability[$level]}"
    return
  }
  cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DMLP_NATIVE=OFF -DCMAKE_CXX_FLAGS="-march=$level" >/dev/null
  cmake --build "$build" --parallel "$(cores)" --target model_tests training_tests
  for program in model_tests training_tests; do
    "$build/tests/$program" --gtest_filter='Products*:SameBits.*' --gtest_brief=1
  done
  echo "$level: passed"
}

prefer_ninja
(($# > 0)) || set -- x86-64 x86-64-v3 x86-64-v4
for level in "$@"; do test_level "$level"; done
