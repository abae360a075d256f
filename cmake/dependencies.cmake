# Every dependency: the system's where it is installed, else a pinned release by FetchContent. TRILOBITE_FETCHED lists
# what was fetched.
include(FetchContent)
include(${CMAKE_CURRENT_LIST_DIR}/find_headers.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/find_hdf5.cmake)
set(TRILOBITE_FETCHED "")

# SOURCE_SUBDIR names a folder that does not exist: download, but do not run the other project's CMakeLists.txt.
macro(trilobite_fetch name repository tag)
  message(STATUS "${name} is not installed: fetching ${repository} ${tag}")
  FetchContent_Declare(${name} GIT_REPOSITORY https://github.com/${repository} GIT_TAG ${tag} GIT_SHALLOW ON ${ARGN})
  FetchContent_MakeAvailable(${name})
  list(APPEND TRILOBITE_FETCHED ${name})
endmacro()

if(NOT TARGET trilobite::hana)
  trilobite_fetch(hana boostorg/hana boost-1.81.0 SOURCE_SUBDIR headers-only)
  trilobite_include_target(hana "${hana_SOURCE_DIR}/include")
endif()
if(NOT TARGET trilobite::xsimd)
  trilobite_fetch(xsimd xtensor-stack/xsimd 13.2.0 SOURCE_SUBDIR headers-only)
  trilobite_include_target(xsimd "${xsimd_SOURCE_DIR}/include")
endif()

# Not for projects that add this one as a subdirectory: without it they have no trilobite::weights, and no download either.
if(NOT TARGET trilobite::json AND (TRILOBITE_BUILD_TESTS OR TRILOBITE_BUILD_EXAMPLES))
  trilobite_fetch(json nlohmann/json v3.11.3 SOURCE_SUBDIR headers-only)
  trilobite_include_target(json "${json_SOURCE_DIR}/single_include")
endif()

set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON) # ZLIB::ZLIB, for projects that add this one as a subdirectory
find_package(ZLIB QUIET)
unset(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL)

if(TRILOBITE_BUILD_TESTS)
  if(CMAKE_CROSSCOMPILING)
    # Of this machine's Catch2 only headers serve. Those of 2.13 are all there is to it.
    trilobite_find_headers(catch2 catch2/catch.hpp Catch2)
    if(TARGET trilobite::catch2)
      file(CONFIGURE OUTPUT catch_main.cpp CONTENT "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
      add_library(catch_main STATIC EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/catch_main.cpp)
      target_compile_options(catch_main PRIVATE -O0)
      target_link_libraries(catch_main PUBLIC trilobite::catch2)
      add_library(Catch2::Catch2WithMain ALIAS catch_main)
    endif()
  else()
    find_package(Catch2 QUIET) # 2.13 and 3 both serve: tests/catch.hpp knows their headers
  endif()
  if(NOT TARGET Catch2::Catch2WithMain)
    trilobite_fetch(Catch2 catchorg/Catch2 v3.7.1)
    set(Catch2_VERSION 3.7.1)
  endif()
endif()

if(TRILOBITE_BUILD_EXAMPLES)
  find_package(CLI11 QUIET)
  if(NOT TARGET CLI11::CLI11)
    trilobite_fetch(CLI11 CLIUtils/CLI11 v2.4.2)
  endif()
endif()

if(TRILOBITE_BUILD_BENCH)
  find_package(benchmark QUIET)
  if(NOT TARGET benchmark::benchmark)
    set(BENCHMARK_ENABLE_TESTING OFF CACHE BOOL "Google Benchmark's own tests")
    set(BENCHMARK_ENABLE_INSTALL OFF CACHE BOOL "Google Benchmark's own install rules")
    trilobite_fetch(benchmark google/benchmark v1.9.1)
  endif()
endif()
