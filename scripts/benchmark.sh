#!/usr/bin/env bash
# Measures a training step of each workload of bench/workloads.h, a whole process and the loading of data, here and with
# the peers, and prints the tables of docs/performance.md. Installs the peers, from Debian's packages. About 15 minutes.
#     scripts/benchmark.sh [ROUNDS [SECONDS [WORKLOAD…]]]     5 rounds, 0.2 seconds for each number, all workloads
# In a round all programs have their turn, so that a machine's better and worse times meet all of them.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

rounds=${1:-5}
seconds=${2:-0.2}
shift $(($# < 2 ? $# : 2))

# What is not the table goes where errors go.
{
  scripts/install_dependencies.sh benchmark
  prefer_ninja
  cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DMLP_BUILD_BENCH=ON
  build_release --target bench
} >&2

programs=build/bench
results=$programs/results.csv
mapfile -t lines < <("$programs/mlp_step" --list "$@")
((${#lines[@]} > 0)) || exit 2 # mlp_step has said why
# PyTorch and scikit-learn multiply with OpenBLAS. Its default build has threads of its own, which collide with those of
# OpenMP; this is the one that uses OpenMP's.
openblas=$(find /usr/lib -path '*openblas-openmp/libblas.so.3' -printf '%h' -quit)
[[ -n $openblas ]] || fail 'the OpenMP build of OpenBLAS is missing, though its package is installed'

export OPENBLAS_CORETYPE
OPENBLAS_CORETYPE=$(OPENBLAS_NUM_THREADS=1 LD_LIBRARY_PATH=$openblas /usr/bin/python3 bench/peers/openblas_core.py)
if [[ -z $OPENBLAS_CORETYPE ]]; then unset OPENBLAS_CORETYPE; fi
echo "OpenBLAS: ${OPENBLAS_CORETYPE:-its own choice of} kernels"

# A round is a turn of each program with one thread, and one with two.
: >"$results"
for ((round = 1; round <= rounds; ++round)); do
  for threads in 1 2; do
    echo "round $round of $rounds, threads: $threads" >&2
    "$programs/mlp_step" --threads "$threads" --seconds "$seconds" "${lines[@]%%:*}"
    export OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads
    for peer in "$programs"/peer_*; do "$peer" "$threads" "$seconds" "${lines[@]}"; done
    # Debian's own Python, whose packages these are.
    for peer in pytorch scikit_learn; do
      LD_LIBRARY_PATH=$openblas /usr/bin/python3 "bench/peers/$peer.py" "$threads" "$seconds" "${lines[@]}"
    done
  done
done >>"$results"
/usr/bin/python3 bench/table.py "$results"
echo
LD_LIBRARY_PATH=$openblas /usr/bin/python3 bench/process.py --rounds "$rounds"
echo
mnist=()
if [[ -d data/mnist ]]; then mnist=(--mnist data/mnist); fi # scripts/fetch_mnist.sh
LD_LIBRARY_PATH=$openblas /usr/bin/python3 bench/loading.py --rounds "$rounds" "${mnist[@]}"
