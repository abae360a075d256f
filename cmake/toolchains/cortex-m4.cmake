# A Cortex-M4 with its single-precision floating-point unit.
set(cortex_cpu cortex-m4)
set(cortex_fpu fpv4-sp-d16)
set(cortex_board mps2-an386)
include(${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake)
