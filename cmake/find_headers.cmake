# The header-only libraries behind Trilobite, as include paths and nothing else: the targets of their own packages
# can bring more (Debian's xsimd asks for a library "xtl" that does not exist). Used by this build and, installed, by
# find_package(trilobite). A user can point TRILOBITE_HANA_INCLUDE_DIR and TRILOBITE_XSIMD_INCLUDE_DIR elsewhere.

# Makes trilobite::<name> of the folder that holds <header>, or leaves it undefined.
function(trilobite_find_headers name header package)
  string(TOUPPER TRILOBITE_${name}_INCLUDE_DIR dir)
  if(TARGET trilobite::${name})
    return()
  endif()
  if(NOT ${dir})
    # CONFIG: CMake's own FindBoost is gone from 3.30 on.
    find_package(${package} CONFIG QUIET)
    find_path(${dir} ${header} HINTS ${${package}_INCLUDE_DIRS} DOC "The folder that holds ${header}")
    mark_as_advanced(${dir})
  endif()
  if(${dir})
    set(include_dir "${${dir}}")
    if(CMAKE_CROSSCOMPILING)
      trilobite_link_headers(include_dir "${include_dir}" ${header})
    endif()
    trilobite_include_target(${name} "${include_dir}")
  endif()
endfunction()

# A folder of links to what is included as <header>'s folder/..., and to nothing else, for a compiler for another processor:
# what stands beside it, the build machine's C library for one, does not belong into that processor's program.
function(trilobite_link_headers result include_dir header)
  set(links ${CMAKE_BINARY_DIR}/trilobite_headers)
  string(REGEX REPLACE "/.*" "" folder ${header})
  file(MAKE_DIRECTORY ${links})
  file(CREATE_LINK ${include_dir}/${folder} ${links}/${folder} SYMBOLIC)
  set(${result} ${links} PARENT_SCOPE)
endfunction()

# GLOBAL, so that a project that adds Trilobite as a subdirectory can link it from any folder.
function(trilobite_include_target name dir)
  add_library(trilobite::${name} INTERFACE IMPORTED GLOBAL)
  target_include_directories(trilobite::${name} INTERFACE "${dir}")
endfunction()

trilobite_find_headers(hana boost/hana.hpp Boost)
trilobite_find_headers(xsimd xsimd/xsimd.hpp xsimd)
trilobite_find_headers(json nlohmann/json.hpp nlohmann_json) # for trilobite::weights alone
