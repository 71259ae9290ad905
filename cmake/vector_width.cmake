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

separate_arguments(mlp_flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
execute_process(COMMAND ${CMAKE_CXX_COMPILER} ${mlp_flags} ${MLP_VECTOR_FLAGS} -dM -E -x c++ /dev/null
                OUTPUT_VARIABLE mlp_macros COMMAND_ERROR_IS_FATAL ANY)
if(mlp_macros MATCHES "define __AVX512F__ ")
  set(MLP_VECTOR_BYTES 64)
elseif(mlp_macros MATCHES "define __AVX__ ")
  set(MLP_VECTOR_BYTES 32)
else()
  set(MLP_VECTOR_BYTES 16)
endif()
