# shellcheck shell=bash
# What the scripts share; to be sourced. Gives $root, the project's folder, and the functions below.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export root

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

cores() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2; }

# Copies a folder of tests/ into the build folder, installs there what it needs from npm, and names the place. What npm
# downloads stays for the next time.
#     place=$(node_tests BUILD FOLDER [TOOL…])
node_tests() {
  local build=$1 folder=$2 place=$1/$2 tool
  shift 2
  for tool in node npm "$@"; do
    command -v "$tool" >/dev/null || fail "\"$tool\" is missing; scripts/install_dependencies.sh check installs it"
  done
  [[ -x $build/mlp ]] || fail "there is no program $build/mlp; scripts/test.sh builds it"
  mkdir -p "$place"
  cp "$root/tests/$folder"/* "$place"
  (cd "$place" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund) >&2
  printf '%s\n' "$place"
}

# To be called before CMake sets up a new folder. Ninja compiles files of any target as soon as it can, where make
# finishes one target after the other: a sixth of a clean build. A folder that is there keeps what it was made for.
prefer_ninja() {
  if command -v ninja >/dev/null; then export CMAKE_GENERATOR=${CMAKE_GENERATOR:-Ninja}; fi
}

# Configures build/ as an optimized build with tests, unless it is there already, and builds the targets named.
build_release() {
  prefer_ninja
  cmake -S "$root" -B "$root/build" -DCMAKE_BUILD_TYPE=Release -DMLP_BUILD_TESTS=ON >"$root/build.log" 2>&1 || {
    cat "$root/build.log" >&2
    fail "the configuration failed. If build/ is from another place or compiler, delete it and try again."
  }
  rm -f "$root/build.log"
  cmake --build "$root/build" --parallel "$(cores)" "$@"
}
