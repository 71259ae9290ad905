#!/usr/bin/env bash
# Makes the pictures that the README shows: four nets of five hidden layers on the two circles, in double precision, so
# that the last digits of one processor or another move no line.
#     scripts/make_pictures.sh [make|check] [PROGRAM]
# "make" (the default) writes docs/pictures/*.svg; "check" makes them elsewhere and compares them with those.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

task=${1:-make}
program=${2:-$root/build/mlp}
[[ $task == make || $task == check ]] || fail "unknown word \"$task\"; known: make, check"
[[ -x $program ]] || fail "there is no program $program; scripts/test.sh builds it"
program=$(realpath "$program")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" # so that no path of this machine gets into a picture
"$program" train "$root/configs/two_circles.json" -o . --quiet --jobs "$(cores)" \
  --only tanh-5x5-uniform --only tanh-5x5-glorot --only sigmoid-5x5-glorot --only relu-5x5-he \
  --set repeats=3 --set training.epochs=200 --set precision=float64

pictures=$root/docs/pictures
[[ $task == check ]] || mkdir -p "$pictures"
for name in gradient_flow net; do
  if [[ $task == make ]]; then
    cp "two_circles/$name.svg" "$pictures/two_circles_$name.svg"
  else
    cmp "$pictures/two_circles_$name.svg" "two_circles/$name.svg" ||
      fail "docs/pictures/two_circles_$name.svg is not what the program draws; scripts/make_pictures.sh makes it anew"
  fi
done
