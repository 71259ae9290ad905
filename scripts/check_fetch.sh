#!/usr/bin/env bash
# Builds the library and a part of the tests from the sources of all libraries, as MLP_FETCH=ON does, but without the
# downloads: FETCHCONTENT_SOURCE_DIR_… point at unpacked sources, here those of Debian's source packages. They are
# kept in build-fetch/sources, so that a second call needs no network. The build is one for any processor, with vectors
# of SSE2 alone, for time: other builds have the widest, and `cmake --preset portable` all.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build=$root/build-fetch
sources=$build/sources

# Gets a source package with a list of sources of our own, since few machines have deb-src in theirs.
download() {
  local apt=$sources/apt
  mkdir -p "$apt/lists/partial" "$apt/archives/partial"
  apt-get indextargets --format "deb-src $(signed_by)\$(REPO_URI) \$(RELEASE) main" 'Created-By: Packages' |
    sort -u | grep -v -e updates -e security >"$apt/sources.list"
  local options=(-q -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
                 -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt")
  apt-get "${options[@]}" update
  (cd "$apt" && apt-get "${options[@]}" source --download-only eigen3 cli11 nlohmann-json3 googletest zlib)
}

signed_by() {
  local key=/usr/share/keyrings/debian-archive-keyring.gpg
  if [[ -e $key ]]; then echo "[signed-by=$key] "; fi
}

unpack() {
  mkdir -p "$sources/$2.part"
  tar -xf "$(find "$sources/apt" -maxdepth 1 -name "$1_*.orig.tar.*")" -C "$sources/$2.part" --strip-components=1
  mv "$sources/$2.part" "$sources/$2"
}

if [[ ! -d $sources/zlib ]]; then
  rm -rf "$sources"
  download
  unpack eigen3 eigen
  unpack cli11 cli11
  unpack nlohmann-json3 json
  unpack googletest googletest
  unpack zlib zlib
fi

prefer_ninja
# Unoptimized and without names for a debugger: this is about finding things.
cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= -DMLP_FETCH=ON -DMLP_NATIVE=OFF \
  -DMLP_WIDTHS= -DFETCHCONTENT_FULLY_DISCONNECTED=ON \
  -DFETCHCONTENT_SOURCE_DIR_EIGEN="$sources/eigen" -DFETCHCONTENT_SOURCE_DIR_CLI11="$sources/cli11" \
  -DFETCHCONTENT_SOURCE_DIR_NLOHMANN_JSON="$sources/json" -DFETCHCONTENT_SOURCE_DIR_ZLIB="$sources/zlib" \
  -DFETCHCONTENT_SOURCE_DIR_GOOGLETEST="$sources/googletest"
cmake --build "$build" --parallel "$(cores)" --target mlp_program core_tests
"$build/tests/core_tests" --gtest_brief=1
"$root/scripts/check_widths.sh" "$build"

# Nothing of the system's copies was used, and others can build on the result.
if grep -q -e 'isystem /usr/include' -e '-I/usr/include' "$build/compile_commands.json"; then
  fail "a library of the system's was used in spite of MLP_FETCH=ON"
fi
"$root/scripts/check_package.sh" "$build"
