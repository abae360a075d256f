# trilobite_warnings: what our own programs are compiled with; never passed on to a user of the library.
add_library(trilobite_warnings INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(trilobite_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
endif()
# Errors with the compilers that we have; what a newer one comes to warn of is to keep nobody from building.
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13) OR
   (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15))
  target_compile_options(trilobite_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 finds its own AVX-512 intrinsics, inlined through xsimd, uninitialized; they are not.
  target_compile_options(trilobite_warnings INTERFACE -Wno-uninitialized -Wno-maybe-uninitialized)
endif()
