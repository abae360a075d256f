# trilobite_peers: whatever we are compared with and was found. A peer that is missing is left out.
add_library(trilobite_peers INTERFACE)

function(trilobite_peer name includes)
  message(STATUS "trilobite: benchmarks beside ${name}")
  string(TOUPPER ${name} upper)
  target_compile_definitions(trilobite_peers INTERFACE TRILOBITE_HAVE_${upper})
  target_include_directories(trilobite_peers SYSTEM INTERFACE ${includes})
  target_link_libraries(trilobite_peers INTERFACE ${ARGN})
endfunction()

find_package(Eigen3 QUIET NO_MODULE)
if(TARGET Eigen3::Eigen)
  trilobite_peer(Eigen "" Eigen3::Eigen)
endif()

find_package(OpenBLAS QUIET CONFIG)
if(OpenBLAS_LIBRARIES)
  trilobite_peer(OpenBLAS "${OpenBLAS_INCLUDE_DIRS}" ${OpenBLAS_LIBRARIES})
endif()

# Not by its package file, which on Debian asks for OpenCL too.
find_path(TRILOBITE_ONEDNN_INCLUDE oneapi/dnnl/dnnl.h)
find_library(TRILOBITE_ONEDNN_LIBRARY dnnl)
mark_as_advanced(TRILOBITE_ONEDNN_INCLUDE TRILOBITE_ONEDNN_LIBRARY)
if(TRILOBITE_ONEDNN_INCLUDE AND TRILOBITE_ONEDNN_LIBRARY)
  trilobite_peer(oneDNN "${TRILOBITE_ONEDNN_INCLUDE}" ${TRILOBITE_ONEDNN_LIBRARY})
endif()

find_package(Torch QUIET)
if(TORCH_FOUND)
  add_library(trilobite_peer_torch STATIC peers/torch.cpp)
  target_include_directories(trilobite_peer_torch SYSTEM PRIVATE ${TORCH_INCLUDE_DIRS})
  target_link_libraries(trilobite_peer_torch PUBLIC ${TORCH_LIBRARIES} PRIVATE trilobite_warnings)
  set_target_properties(trilobite_peer_torch PROPERTIES CXX_STANDARD 17)
  trilobite_peer(libtorch "" trilobite_peer_torch)
endif()
