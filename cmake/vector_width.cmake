# The width of the vector registers that the library is compiled for, in bytes, as Eigen sees it. Eigen's memory layout
# and its inlined functions depend on it, so the library and whatever includes its headers must agree: the flag and the
# width belong to the library's interface, and core/types.h compares.
include(CheckCXXCompilerFlag)

set(MLP_VECTOR_FLAGS "")
if(MLP_NATIVE)
  check_cxx_compiler_flag(-march=native MLP_HAS_MARCH_NATIVE)
  if(MLP_HAS_MARCH_NATIVE)
    set(MLP_VECTOR_FLAGS -march=native)
  endif()
endif()

# vector_bytes(RESULT FLAG…): what the compiler takes for the widest register with these flags beside its usual ones.
function(vector_bytes result)
  separate_arguments(usual UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} ${usual} ${ARGN} -dM -E -x c++ /dev/null
                  OUTPUT_VARIABLE macros COMMAND_ERROR_IS_FATAL ANY)
  if(macros MATCHES "define __AVX512F__ ")
    set(${result} 64 PARENT_SCOPE)
  elseif(macros MATCHES "define __AVX__ ")
    set(${result} 32 PARENT_SCOPE)
  else()
    set(${result} 16 PARENT_SCOPE)
  endif()
endfunction()

vector_bytes(MLP_VECTOR_BYTES ${MLP_VECTOR_FLAGS})

# A program for every x86-64 processor need not be slow on a new one (every_width.cmake). Whoever names a processor in
# CMAKE_CXX_FLAGS wants that one.
set(MLP_WIDTHS "v3;v4" CACHE STRING "A build for any x86-64 has its program for these levels of the architecture, too")
set(MLP_EVERY_WIDTH OFF)
if(NOT MLP_NATIVE AND CMAKE_SYSTEM_NAME STREQUAL Linux AND CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64
   AND NOT CMAKE_CXX_FLAGS MATCHES "-march=")
  set(MLP_EVERY_WIDTH ON)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fno-semantic-interposition>)  # functions may be inlined, as in a program
  include(cmake/every_width.cmake)
endif()
