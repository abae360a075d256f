# A cross compiler as Debian packages it, for a CMAKE_SYSTEM_PROCESSOR whose Linux programs QEMU runs. They are linked
# statically: nothing of the target's system is needed to run them.
set(triplet ${CMAKE_SYSTEM_PROCESSOR}-linux-gnu)
set(CMAKE_CXX_COMPILER ${triplet}-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-${CMAKE_SYSTEM_PROCESSOR}-static)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)

# Libraries of the target alone; headers may be this machine's (find_headers.cmake), programs are.
set(CMAKE_FIND_ROOT_PATH /usr/${triplet})
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
