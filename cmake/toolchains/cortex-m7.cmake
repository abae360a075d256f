# A Cortex-M7 with a double-precision floating-point unit.
set(cortex_cpu cortex-m7)
set(cortex_fpu fpv5-d16)
set(cortex_board mps2-an500)
include(${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake)
