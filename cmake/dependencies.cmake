# Every library that the project uses: the installed one where there is one, else a pinned release, checked by its
# SHA-256. docs/dependencies.md says why each was chosen. Without a network, FETCHCONTENT_SOURCE_DIR_EIGEN (_CLI11,
# _NLOHMANN_JSON, _ZLIB, _GOOGLETEST) point at unpacked sources; scripts/check_fetch.sh builds that way.
option(MLP_FETCH "Use the pinned releases of all libraries, even of those that are installed" OFF)

include(FetchContent)
if(POLICY CMP0135)
  cmake_policy(SET CMP0135 NEW) # unpacked files are as old as the download, so that a new pin rebuilds
endif()
if(NOT MLP_FETCH)
  find_package(Eigen3 3.4 QUIET NO_MODULE)
  find_package(CLI11 2.1 QUIET)
  find_package(nlohmann_json 3.11 QUIET)
  find_package(ZLIB QUIET)
endif()

# Unpacks a release without running its own CMake files (there are none in the folder "none").
function(mlp_unpack name url sha256)
  message(STATUS "${name}: the pinned release is used")
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR ${${name}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

# Imported, as find_package would have it: its headers are the system's (no warnings), and it is not exported.
function(mlp_add_header_library target folder)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} INTERFACE ${folder})
endfunction()

if(NOT TARGET Eigen3::Eigen)
  mlp_unpack(eigen https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.bz2
             b4c198460eba6f28d34894e3a5710998818515104d6e74e5cc331ce31e46e626)
  mlp_add_header_library(Eigen3::Eigen ${eigen_SOURCE_DIR})
  set(MLP_EIGEN_FETCHED ON)
endif()

if(NOT TARGET CLI11::CLI11)
  mlp_unpack(cli11 https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.1.2.tar.gz
             26291377e892ba0e5b4972cdfd4a2ab3bf53af8dac1f4ea8fe0d1376b625c8cb)
  mlp_add_header_library(CLI11::CLI11 ${cli11_SOURCE_DIR}/include)
endif()

if(NOT TARGET nlohmann_json::nlohmann_json)
  mlp_unpack(nlohmann_json https://github.com/nlohmann/json/releases/download/v3.11.2/json.tar.xz
             8c4b26bf4b422252e13f332bc5e388ec0ab5c3443d24399acb675e68278d341f)
  mlp_add_header_library(nlohmann_json::nlohmann_json ${nlohmann_json_SOURCE_DIR}/include)
endif()

if(NOT TARGET ZLIB::ZLIB)
  mlp_unpack(zlib https://github.com/madler/zlib/releases/download/v1.3.1/zlib-1.3.1.tar.gz
             9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23)
  # Built by us: zlib's own CMake file renames a header in its source folder. The pin makes the glob exact.
  enable_language(C)
  file(GLOB zlib_sources ${zlib_SOURCE_DIR}/*.c)
  add_library(mlp_zlib STATIC ${zlib_sources})
  add_library(ZLIB::ZLIB ALIAS mlp_zlib)
  target_include_directories(mlp_zlib SYSTEM PUBLIC $<BUILD_INTERFACE:${zlib_SOURCE_DIR}>)
  target_compile_definitions(mlp_zlib PRIVATE HAVE_UNISTD_H)
  set(MLP_ZLIB_FETCHED ON)
endif()

if(MLP_BUILD_TESTS)
  if(NOT MLP_FETCH)
    find_package(GTest 1.12 QUIET)
  endif()
  if(NOT TARGET GTest::gtest_main)
    message(STATUS "googletest: the pinned release is used")
    set(INSTALL_GTEST OFF)
    FetchContent_Declare(
      googletest URL https://github.com/google/googletest/archive/refs/tags/release-1.12.1.tar.gz
      URL_HASH SHA256=81964fe578e9bd7c94dfdb09c8e4d6e6759e19967e397dbea48d1c10e45d0df2)
    FetchContent_MakeAvailable(googletest)
  endif()
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
