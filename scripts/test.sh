#!/usr/bin/env bash
# Builds everything and runs all tests. Arguments go to ctest:
#     scripts/test.sh -R style     only the tests with "style" in their names
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

"$root/scripts/install_dependencies.sh"
build_release --target all
ctest --test-dir "$root/build" --parallel "$(cores)" --output-on-failure "$@"
