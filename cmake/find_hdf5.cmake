# HDF5's C library as trilobite::hdf5_c, where it is installed: for trilobite::hdf5 alone. Debian has it in folders of its
# own, and CMake's FindHDF5 wants a C compiler.
if(NOT TARGET trilobite::hdf5_c)
  find_path(TRILOBITE_HDF5_INCLUDE_DIR hdf5.h PATH_SUFFIXES hdf5/serial DOC "The folder that holds hdf5.h")
  find_library(TRILOBITE_HDF5_LIBRARY NAMES hdf5_serial hdf5 PATH_SUFFIXES hdf5/serial DOC "HDF5's C library")
  mark_as_advanced(TRILOBITE_HDF5_INCLUDE_DIR TRILOBITE_HDF5_LIBRARY)
  if(TRILOBITE_HDF5_INCLUDE_DIR AND TRILOBITE_HDF5_LIBRARY)
    add_library(trilobite::hdf5_c INTERFACE IMPORTED GLOBAL)
    target_include_directories(trilobite::hdf5_c INTERFACE "${TRILOBITE_HDF5_INCLUDE_DIR}")
    target_link_libraries(trilobite::hdf5_c INTERFACE "${TRILOBITE_HDF5_LIBRARY}")
  endif()
endif()
