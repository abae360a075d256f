# Tests of the text rather than of the arithmetic. Sanitizers would add nothing to them, so those presets leave them
# out.

# Include directions and the rest of the architecture.
set(check_includes ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/architecture/check_includes.py)
add_test(NAME architecture COMMAND ${check_includes} ${PROJECT_SOURCE_DIR}/include)
add_test(NAME architecture_checker COMMAND ${check_includes} --self-test)

# The networks that are trained to the same bits everywhere hold all that there is.
set(complete ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/same_bits/complete.py)
add_test(NAME same_bits_complete COMMAND ${complete} ${PROJECT_SOURCE_DIR}/include)
add_test(NAME same_bits_complete_checker COMMAND ${complete} --self-test)

# Every header alone, twice, in a translation unit of its own; linked together, so that a function which should be
# inline and is not is a duplicate symbol.
if(TRILOBITE_TEST_HEADERS)
  set(units "")
  if(NOT TARGET trilobite_data)
    list(FILTER trilobite_headers EXCLUDE REGEX "/trilobite/(data|report)/") # they include zlib.h
  endif()
  if(NOT TARGET trilobite_weights)
    list(FILTER trilobite_headers EXCLUDE REGEX "/trilobite/weights/") # they include nlohmann/json.hpp
  endif()
  if(NOT TARGET trilobite_hdf5)
    list(FILTER trilobite_headers EXCLUDE REGEX "/trilobite/weights/(save_keras|hdf5_image|hdf5_id)") # they include hdf5.h
  endif()
  foreach(header IN LISTS trilobite_headers)
    file(RELATIVE_PATH header ${PROJECT_SOURCE_DIR}/include ${header})
    string(REGEX REPLACE "[^A-Za-z0-9]" "_" unit ${header})
    file(CONFIGURE OUTPUT headers/${unit}.cpp CONTENT "#include <${header}>\n#include <${header}>\n")
    list(APPEND units ${CMAKE_CURRENT_BINARY_DIR}/headers/${unit}.cpp)
    # Beyond core and kernels xsimd matters to none, and would be two thirds of what is compiled.
    if(NOT header MATCHES "/(core|kernels)/")
      set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/headers/${unit}.cpp
                                  PROPERTIES COMPILE_DEFINITIONS TRILOBITE_NO_SIMD)
    endif()
  endforeach()
  file(CONFIGURE OUTPUT headers/main.cpp CONTENT "int main() {}\n")
  add_executable(test_headers ${CMAKE_CURRENT_BINARY_DIR}/headers/main.cpp ${units})
  target_link_libraries(test_headers PRIVATE trilobite $<TARGET_NAME_IF_EXISTS:trilobite_data>
                        $<TARGET_NAME_IF_EXISTS:trilobite_weights> $<TARGET_NAME_IF_EXISTS:trilobite_hdf5>
                        trilobite_warnings)
  target_compile_options(test_headers PRIVATE -O0)
  add_test(NAME test_headers COMMAND test_headers)
endif()

# What must not compile, and in which words. The compiler's arguments go through a response file.
set(flags_file ${CMAKE_CURRENT_BINARY_DIR}/compile_flags.rsp)
set(include_dirs $<FILTER:$<TARGET_PROPERTY:trilobite,INTERFACE_INCLUDE_DIRECTORIES>,EXCLUDE,^/usr/include$>)
file(GENERATE OUTPUT ${flags_file} CONTENT
"${CMAKE_CXX20_STANDARD_COMPILE_OPTION} ${CMAKE_CXX_FLAGS}
\"-I$<JOIN:${include_dirs},\"
\"-I>\"
")
set(compile_fail ${TRILOBITE_BASH} ${CMAKE_CURRENT_SOURCE_DIR}/compile_fail/check.sh ${CMAKE_CXX_COMPILER}
                 ${flags_file})
file(GLOB sources CONFIGURE_DEPENDS compile_fail/*.cpp)
foreach(source IN LISTS sources)
  get_filename_component(name ${source} NAME_WE)
  add_test(NAME compile_fail_${name} COMMAND ${compile_fail} ${source})
endforeach()
add_test(NAME compile_fail_checker COMMAND ${compile_fail} --self-test)

# What a network makes the compiler instantiate; 77 says skipped, since only clang counts.
set(compile_budget ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/compile_budget/check.py ${CMAKE_CXX_COMPILER}
                   ${flags_file})
add_test(NAME compile_budget COMMAND ${compile_budget})
add_test(NAME compile_budget_checker COMMAND ${compile_budget} --self-test)
set_tests_properties(compile_budget compile_budget_checker PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${test_timeout})

# Small networks are straight-line code.
set(straight_line ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/straight_line/check.py ${CMAKE_CXX_COMPILER}
                  ${flags_file} "${CMAKE_OBJDUMP}")
file(GLOB sources CONFIGURE_DEPENDS straight_line/*.cpp)
foreach(source IN LISTS sources)
  get_filename_component(name ${source} NAME_WE)
  add_test(NAME straight_line_${name} COMMAND ${straight_line} ${source})
  set_tests_properties(straight_line_${name} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()
add_test(NAME straight_line_checker COMMAND ${straight_line} --self-test)
set_tests_properties(straight_line_checker PROPERTIES SKIP_RETURN_CODE 77)

# Networks in C++ headers are constants.
add_executable(write_exported_header exported_header/write.cpp)
target_link_libraries(write_exported_header PRIVATE trilobite trilobite_warnings)
target_compile_options(write_exported_header PRIVATE -O1)
set(exported_header ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/exported_header/check.py ${CMAKE_CXX_COMPILER}
                    ${flags_file} "${CMAKE_OBJDUMP}")
add_test(NAME exported_header COMMAND ${exported_header} $<TARGET_FILE:write_exported_header>)
add_test(NAME exported_header_checker COMMAND ${exported_header} --self-test)
set_tests_properties(exported_header exported_header_checker PROPERTIES SKIP_RETURN_CODE 77)

# The library in one header, as Arduino and PlatformIO install it.
add_test(NAME amalgamation COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/amalgamation/check.py
                                   ${CMAKE_CXX_COMPILER} ${flags_file})

# What the library adds to a program needs nothing of a host: as this compiler makes it, and one for microcontrollers.
function(trilobite_add_freestanding_tests name)
  set(freestanding ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/freestanding/check.py ${ARGN}) # its tools
  add_test(NAME ${name} COMMAND ${freestanding} ${CMAKE_CURRENT_SOURCE_DIR}/freestanding/networks.cpp)
  add_test(NAME ${name}_members COMMAND ${freestanding} --same-code ${CMAKE_CURRENT_SOURCE_DIR}/freestanding/walk.cpp)
  add_test(NAME ${name}_checker COMMAND ${freestanding} --self-test)
  set_tests_properties(${name} ${name}_members ${name}_checker PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${test_timeout})
endfunction()
trilobite_add_freestanding_tests(freestanding ${CMAKE_CXX_COMPILER} ${flags_file} "${CMAKE_NM}" "${CMAKE_OBJDUMP}")
find_program(TRILOBITE_ARM_COMPILER arm-none-eabi-g++)
if(TRILOBITE_ARM_COMPILER AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # once is enough
  get_target_property(hana_dir trilobite::hana INTERFACE_INCLUDE_DIRECTORIES)
  get_target_property(xsimd_dir trilobite::xsimd INTERFACE_INCLUDE_DIRECTORIES)
  trilobite_link_headers(linked_dir ${hana_dir} boost/hana.hpp)
  trilobite_link_headers(linked_dir ${xsimd_dir} xsimd/xsimd.hpp)
  file(CONFIGURE OUTPUT arm_flags.rsp CONTENT
"-std=c++20 -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -ffp-contract=off
\"-I${PROJECT_SOURCE_DIR}/include\" -isystem \"${linked_dir}\"
")
  trilobite_add_freestanding_tests(freestanding_arm ${TRILOBITE_ARM_COMPILER} ${CMAKE_CURRENT_BINARY_DIR}/arm_flags.rsp
                                   arm-none-eabi-nm arm-none-eabi-objdump)
endif()

# The code of the documentation.
add_subdirectory(snippets)

# The shell scripts. Their argument is the folder of MNIST, where there is one; 77 says skipped.
file(GLOB sources CONFIGURE_DEPENDS scripts/*.sh)
foreach(source IN LISTS sources)
  get_filename_component(name ${source} NAME_WE)
  add_test(NAME script_${name} COMMAND ${TRILOBITE_BASH} ${source} ${mnist_dir})
  set_tests_properties(script_${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${test_timeout})
endforeach()

# A project that uses the library, in both ways; tests/consumer/CMakeLists.txt says what it looks at.
function(trilobite_add_consumer_test name)
  add_test(NAME consumer_${name}
           COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test ${CMAKE_CURRENT_SOURCE_DIR}/consumer
                   ${CMAKE_CURRENT_BINARY_DIR}/consumer/${name} --build-generator ${CMAKE_GENERATOR}
                   --build-options -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}
                                   ${ARGN}
                   --test-command consumer)
  set_tests_properties(consumer_${name} PROPERTIES TIMEOUT ${test_timeout})
endfunction()

# The headers of this build, which may have been fetched.
set(include_dir INTERFACE_INCLUDE_DIRECTORIES)
trilobite_add_consumer_test(subdirectory -DTRILOBITE_SOURCE=${PROJECT_SOURCE_DIR}
                            -DTRILOBITE_HANA_INCLUDE_DIR=$<TARGET_PROPERTY:trilobite::hana,${include_dir}>
                            -DTRILOBITE_XSIMD_INCLUDE_DIR=$<TARGET_PROPERTY:trilobite::xsimd,${include_dir}>)
if(TRILOBITE_INSTALL)
  set(prefix ${CMAKE_CURRENT_BINARY_DIR}/consumer/prefix)
  add_test(NAME install
           COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${prefix} --component trilobite)
  trilobite_add_consumer_test(package -DCMAKE_PREFIX_PATH=${prefix})
  set_tests_properties(install PROPERTIES FIXTURES_SETUP installed)
  set_tests_properties(consumer_package PROPERTIES FIXTURES_REQUIRED installed)
endif()

# Promises about the stack: the compiler's report is g++'s, the allowances are for g++ 12 and two processors.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13 AND CMAKE_SYSTEM_PROCESSOR STREQUAL
                                                                                           "x86_64")
  add_subdirectory(stack)
endif()

# Microcontrollers, by their own compiler and an emulator: once is enough, and g++ is there where theirs is.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_CROSSCOMPILING)
  # Its frames are those of the other, and take as long to compile.
  set(options_for_cortex-m7 -DTRILOBITE_TEST_STACK=OFF)
  foreach(preset IN ITEMS cortex-m4 cortex-m7)
    add_test(NAME firmware_${preset} COMMAND ${TRILOBITE_BASH} ${CMAKE_CURRENT_SOURCE_DIR}/firmware/run.sh ${preset}
                                             ${CMAKE_CURRENT_BINARY_DIR}/firmware/${preset} ${options_for_${preset}})
    set_tests_properties(firmware_${preset} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${test_timeout})
  endforeach()
endif()
