# The package, for find_package(telltale). Not for a host that adds this folder to its own build.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_DATADIR}/cmake/telltale)
install(TARGETS telltale EXPORT telltale-targets FILE_SET HEADERS)
install(EXPORT telltale-targets NAMESPACE telltale:: DESTINATION ${package})
configure_package_config_file(cmake/telltale-config.cmake.in telltale-config.cmake
  INSTALL_DESTINATION ${package})
write_basic_package_version_file(telltale-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/telltale-config.cmake
  ${PROJECT_BINARY_DIR}/telltale-config-version.cmake DESTINATION ${package})
