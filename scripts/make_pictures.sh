#!/usr/bin/env bash
# Makes the pictures that the README shows, from the experiment of the two circles with five starts of each net.
#     scripts/make_pictures.sh          writes docs/pictures/*.svg
#     scripts/make_pictures.sh check    makes them elsewhere: their words must be those of the files that are there
#                                       (the last digits of a training differ between processors, and lines with them)
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

pictures=$root/docs/pictures
[[ -x $root/build/mlp ]] || fail "there is no program $root/build/mlp; scripts/test.sh builds it"
case ${1:-make} in
  make | check) ;;
  *) fail "unknown word \"$1\"; known: make, check" ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$root/build/mlp" train "$root/configs/two_circles.json" -o "$scratch" --set repeats=5 --jobs "$(cores)" --quiet

words() { grep -o '>[^<]*</text>' "$1"; }
mkdir -p "$pictures"
for name in gradient_flow gradient_heat_map; do
  made=$scratch/two_circles/$name.svg
  if [[ ${1:-make} == make ]]; then
    cp "$made" "$pictures/two_circles_$name.svg"
  else
    diff <(words "$pictures/two_circles_$name.svg") <(words "$made") ||
      fail "docs/pictures/two_circles_$name.svg is not what the program draws; scripts/make_pictures.sh makes it anew"
  fi
done
