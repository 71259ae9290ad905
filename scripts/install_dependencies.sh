#!/usr/bin/env bash
# Installs what the project is built with, from Debian's packages; asks for nothing where all is there.
#     scripts/install_dependencies.sh         compiler, CMake and libraries
#     scripts/install_dependencies.sh check   besides, what .ci/run checks with (clang, its tools, shellcheck, Node.js, Chromium, librsvg)
#     scripts/install_dependencies.sh benchmark   besides, what scripts/benchmark.sh compares with
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

packages=(g++ make ninja-build cmake libeigen3-dev libcli11-dev nlohmann-json3-dev zlib1g-dev libgtest-dev
          libonnx-testdata)
checking=(clang-14 libclang-rt-14-dev libomp-14-dev clang-format-14 clang-tidy-14 clang-tools-14 shellcheck bzip2
          xz-utils chromium fonts-dejavu-core librsvg2-bin)
peers=(python3-torch python3-sklearn python3-pandas libfann-dev libdnnl-dev libopenblas0-openmp libbenchmark-dev)
# Those of Debian unless there are others: the packages of Node.js's makers cannot be installed beside Debian's npm.
command -v node >/dev/null || checking+=(nodejs)
command -v npm >/dev/null || checking+=(npm)
case ${1:-build} in
  build) ;;
  check) packages+=("${checking[@]}") ;;
  benchmark) packages+=("${peers[@]}") ;;
  *) fail "unknown set of packages \"$1\"; known: build, check, benchmark" ;;
esac

# Elsewhere than on Debian and its relatives, the tools must be there; CMake downloads the libraries.
if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  for tool in c++ cmake make; do
    command -v "$tool" >/dev/null ||
      fail "\"$tool\" is missing, and there is no apt-get here to install it with. Please install what your system
calls these packages of Debian's: ${packages[*]}
(A C++20 compiler, make and CMake 3.22 are enough: CMake downloads the libraries that it does not find.)"
  done
  exit 0
fi

is_installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
if ((${#missing[@]} == 0)); then exit 0; fi

as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null ||
    fail "these packages are missing, and only root can install them (there is no sudo): ${missing[*]}
As root:  apt-get install ${missing[*]}"
  as_root=(sudo)
fi
echo "Installing ${missing[*]}"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
"${apt[@]}" update || fail "apt-get update failed (see above); these packages are missing: ${missing[*]}"
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" ||
  fail "apt-get could not install (see above): ${missing[*]}"
