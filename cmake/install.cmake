# install() and find_package(trilobite). Only where Hana and xsimd came from the system: an installed trilobite looks
# for them again, and headers that were fetched into a build tree are not there for it to find.
if("hana" IN_LIST TRILOBITE_FETCHED OR "xsimd" IN_LIST TRILOBITE_FETCHED)
  message(STATUS "trilobite: no install rules, since Hana or xsimd was fetched; install those, or use add_subdirectory")
  set(TRILOBITE_INSTALL OFF)
  return()
endif()
set(TRILOBITE_INSTALL ON)

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(config_dir ${CMAKE_INSTALL_DATADIR}/cmake/trilobite)

install(TARGETS trilobite EXPORT trilobiteTargets FILE_SET HEADERS COMPONENT trilobite)
install(EXPORT trilobiteTargets NAMESPACE trilobite:: DESTINATION ${config_dir} COMPONENT trilobite)
if(TARGET trilobite_data)
  # An export set apart: the core can be found where there is no zlib.
  install(TARGETS trilobite_data EXPORT trilobiteDataTargets)
  install(EXPORT trilobiteDataTargets NAMESPACE trilobite:: DESTINATION ${config_dir} COMPONENT trilobite)
endif()
if(TARGET trilobite_weights AND NOT "json" IN_LIST TRILOBITE_FETCHED)
  install(TARGETS trilobite_weights EXPORT trilobiteWeightsTargets)
  install(EXPORT trilobiteWeightsTargets NAMESPACE trilobite:: DESTINATION ${config_dir} COMPONENT trilobite)
endif()
if(TARGET trilobite_hdf5)
  install(TARGETS trilobite_hdf5 EXPORT trilobiteHdf5Targets)
  install(EXPORT trilobiteHdf5Targets NAMESPACE trilobite:: DESTINATION ${config_dir} COMPONENT trilobite)
endif()

configure_package_config_file(cmake/trilobiteConfig.cmake.in ${PROJECT_BINARY_DIR}/trilobiteConfig.cmake
                              INSTALL_DESTINATION ${config_dir})
# Before 1.0 a minor release may break its users; no architecture, since there are only headers.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/trilobiteConfigVersion.cmake COMPATIBILITY SameMinorVersion
                                 ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/trilobiteConfig.cmake ${PROJECT_BINARY_DIR}/trilobiteConfigVersion.cmake
              cmake/find_headers.cmake cmake/find_hdf5.cmake
        DESTINATION ${config_dir} COMPONENT trilobite)
