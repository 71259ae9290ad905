# Every library that the project uses: the installed one where there is one, else a pinned release.
# docs/dependencies.md says why each was chosen.
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(ZLIB REQUIRED)
if(MLP_BUILD_TESTS)
  find_package(GTest REQUIRED)
endif()
