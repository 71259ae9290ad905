#!/usr/bin/env bash
# A build for any processor (cmake --preset portable) has its library in several vector widths. Whichever the loader
# takes: a run has the same bits for any number of threads, and the widths differ by no more than rounding does.
#     scripts/check_widths.sh [BUILD]
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build=${1:-$root/build-portable}
config=$root/tests/widths/every_layer.json
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Kinds of layers that the config has not.
missing=$(comm -23 <("$build/mlp" list layers | grep -o '^[a-z_]*' | sort -u) \
  <(grep -o '"type": "[a-z_]*"' "$config" | cut -d'"' -f4 | sort -u))
[[ -z $missing ]] || fail "$config has no layer of the kind $missing"

# check_width NAME INSTRUCTIONS HIDDEN: hides some of the processor's abilities from the loader.
check_width() {
  local name=$1 instructions=$2 runs=$scratch/$1 threads precision
  export GLIBC_TUNABLES=glibc.cpu.hwcaps=$3
  "$build/mlp" --version | grep -qF " $instructions (" || fail "$name: the loader took $("$build/mlp" --version)"
  for precision in float32 float64; do
    for threads in 1 2 3 4 5 6 7 8; do
      "$build/mlp" train "$config" --quiet --threads "$threads" --set "precision=$precision" -o "$runs/$precision-$threads"
      cmp "$runs/$precision-1/every_layer/model.safetensors" "$runs/$precision-$threads/every_layer/model.safetensors" ||
        fail "$name, $precision: other bits with $threads threads than with one"
    done
  done
  "$build/mlp" gradcheck "$config" --quiet --set data.source.n=30 --set training.batch_size=3 || fail "$name: gradcheck failed"
  unset GLIBC_TUNABLES
  echo "$name: $instructions, the same bits with 1 to 8 threads"
}

# close_to ONE OTHER TOLERANCE: the losses of the last epoch. The first layer turns a difference in the last place of an
# input into one of the weights; two epochs make little more of it.
close_to() {
  local loss=()
  for run in "$1" "$2"; do loss+=("$(tail -n 1 "$scratch/$run/every_layer/history.csv" | cut -d, -f5)"); done
  awk -v a="${loss[0]}" -v b="${loss[1]}" -v limit="$3" \
    'BEGIN { d = a - b; exit !(a > 0 && d * d <= limit * limit * a * a) }' || fail "loss ${loss[0]} of $1, ${loss[1]} of $2"
  echo "$1 and $2: losses ${loss[0]} and ${loss[1]}"
}

# has LEVEL FLAG: the library was built for this level, and the processor has it.
has() { [[ -d $build/widths/glibc-hwcaps/x86-64-$1 ]] && grep -qw "$2" /proc/cpuinfo; }

wider=()
check_width plain SSE2 -AVX2,-AVX512F
if has v3 avx2; then
  check_width v3 'AVX2 + FMA' -AVX512F
  wider+=(v3)
fi
if has v4 avx512f; then
  check_width v4 AVX-512 ''
  wider+=(v4)
fi
for width in "${wider[@]}"; do
  close_to plain/float64-1 "$width/float64-1" 1e-9
  close_to plain/float32-1 "$width/float32-1" 1e-3
done
