# `cmake --install build` and the package behind find_package(mlp): the target mlp::mlp.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/mlp)
set(eigen_dir ${CMAKE_INSTALL_INCLUDEDIR}/mlp_eigen) # only where Eigen was fetched

install(TARGETS mlp mlp_app EXPORT mlpTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS mlp_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY include/mlp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# A library that was fetched is on nobody's system: what users of mlp need of it is installed with it.
if(MLP_ZLIB_FETCHED)
  install(TARGETS mlp_zlib EXPORT mlpTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()
if(MLP_EIGEN_FETCHED)
  install(DIRECTORY ${eigen_SOURCE_DIR}/Eigen DESTINATION ${eigen_dir})
endif()

install(EXPORT mlpTargets NAMESPACE mlp:: DESTINATION ${package_dir})
configure_package_config_file(cmake/mlpConfig.cmake.in ${PROJECT_BINARY_DIR}/mlpConfig.cmake
                              INSTALL_DESTINATION ${package_dir} PATH_VARS eigen_dir)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/mlpConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/mlpConfig.cmake ${PROJECT_BINARY_DIR}/mlpConfigVersion.cmake
        DESTINATION ${package_dir})
