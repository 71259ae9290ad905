#!/usr/bin/env bash
# Builds mlp and shows what it is for: seven nets on two concentric circles, with sigmoid, tanh and ReLU, each from 20
# random starts. Which of them learn, and what does the gradient do in those that do not?
# Takes no arguments. Results go to runs/demo/.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

"$root/scripts/install_dependencies.sh"
build_release --target mlp_program

cd "$root"
./build/mlp train configs/two_circles.json -o runs/demo --force --jobs "$(cores)"

result=runs/demo/two_circles
cat <<TEXT

What to look at
  the table above          which share of the 20 starts learnt the circles (test accuracy of 0.78 or more), per net, and
                           the verdict on its gradient flow
  configs/README.md        what happens in each of the nets, and why
  $result    the files of the comparison and of every run:
TEXT
find "$result" -maxdepth 1 -type f \( -name '*.svg' -o -name '*.html' -o -name '*.csv' \) | sort | sed "s|^|    $root/|"
echo "Next: copy configs/xor.json, name your own data in it, and run build/mlp train on it."
