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
    if(CMAKE_CROSSCOMPILING AND include_dir STREQUAL "/usr/include")
      # The build machine's C library, which stands there too, does not belong into another's program.
      set(include_dir ${CMAKE_BINARY_DIR}/trilobite_headers)
      get_filename_component(folder ${header} DIRECTORY)
      file(MAKE_DIRECTORY ${include_dir})
      file(CREATE_LINK ${${dir}}/${folder} ${include_dir}/${folder} SYMBOLIC)
    endif()
    trilobite_include_target(${name} "${include_dir}")
  endif()
endfunction()

# GLOBAL, so that a project that adds Trilobite as a subdirectory can link it from any folder.
function(trilobite_include_target name dir)
  add_library(trilobite::${name} INTERFACE IMPORTED GLOBAL)
  target_include_directories(trilobite::${name} INTERFACE "${dir}")
endfunction()

trilobite_find_headers(hana boost/hana.hpp Boost)
trilobite_find_headers(xsimd xsimd/xsimd.hpp xsimd)
trilobite_find_headers(json nlohmann/json.hpp nlohmann_json) # for trilobite::weights alone
