# What the Cortex-M toolchains share. Their programs run on QEMU's picture of Arm's MPS2 board; with
# examples/firmware/board, which gives them a start and an exit status.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR ${cortex_cpu})
set(CMAKE_CXX_COMPILER arm-none-eabi-g++) # Debian: gcc-arm-none-eabi, libstdc++-arm-none-eabi-newlib; qemu-system-arm
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY) # nothing links without a board

# No exceptions, no names of types, nothing that takes memory from a heap; and no multiply-add that was not written.
# std::sqrt is the instruction, without errno.
string(CONCAT CMAKE_CXX_FLAGS_INIT
       "-mcpu=${cortex_cpu} -mthumb -mfloat-abi=hard -mfpu=${cortex_fpu} -ffp-contract=off -fno-math-errno "
       "-fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-unwind-tables -fno-asynchronous-unwind-tables "
       "-ffunction-sections -fdata-sections -Wdouble-promotion")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostartfiles -nostdlib -Wl,--gc-sections")

# Under -icount an instruction takes a nanosecond, so that two runs count the same.
set(CMAKE_CROSSCOMPILING_EMULATOR
    qemu-system-arm -M ${cortex_board} -icount shift=0 -display none -monitor none -serial none -chardev stdio,id=semi
    -semihosting-config enable=on,target=native,chardev=semi -kernel)

# The build machine's libraries are not the device's.
set(CMAKE_FIND_ROOT_PATH ${CMAKE_BINARY_DIR}/host_headers)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
foreach(kind IN ITEMS LIBRARY INCLUDE PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()

# But for Hana and xsimd's macros, which are headers only. With all of /usr/include the compiler would mistake the build
# machine's C library for its own, so it sees links to these two folders. Where there are none they are fetched.
if(NOT CMAKE_IN_TRY_COMPILE)
  foreach(header IN ITEMS boost/hana.hpp xsimd/config/xsimd_config.hpp)
    string(REGEX MATCH "^[a-z]+" folder ${header})
    foreach(prefix IN ITEMS /usr/local/include /usr/include)
      if(EXISTS ${prefix}/${header} AND NOT EXISTS ${CMAKE_BINARY_DIR}/host_headers/${folder})
        file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/host_headers)
        file(CREATE_LINK ${prefix}/${folder} ${CMAKE_BINARY_DIR}/host_headers/${folder} SYMBOLIC)
      endif()
    endforeach()
  endforeach()
endif()
if(EXISTS ${CMAKE_BINARY_DIR}/host_headers/boost)
  set(TRILOBITE_HANA_INCLUDE_DIR ${CMAKE_BINARY_DIR}/host_headers CACHE PATH "The folder that holds boost/hana.hpp")
endif()
if(EXISTS ${CMAKE_BINARY_DIR}/host_headers/xsimd)
  set(TRILOBITE_XSIMD_INCLUDE_DIR ${CMAKE_BINARY_DIR}/host_headers CACHE PATH "The folder that holds xsimd/xsimd.hpp")
endif()
