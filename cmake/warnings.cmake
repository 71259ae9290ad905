# The warnings and code generation that every target of the project is built with; users of the library do not inherit
# them. The ones switched off for g++ 12 are false alarms from inside std::string and Eigen's expressions.
add_library(mlp_options INTERFACE)
target_compile_options(mlp_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread
                           -Wno-array-bounds>)
# Files that are compiled together see each other's names, and their unnamed namespaces look like a header's.
set(is_unity $<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>)
target_compile_options(mlp_options INTERFACE
  $<${is_unity}:-Wno-shadow> $<$<AND:${is_unity},$<CXX_COMPILER_ID:GNU>>:-Wno-subobject-linkage>)
# g++ collects its garbage again and again while it compiles, which takes a tenth of a clean build and saves 0.2 GB.
# Yet memory must come from the system: with 1 GB a file takes a twentieth longer than with 0.4 GB.
target_compile_options(mlp_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=400000>)
# For what takes no part in a training step. At -O1 g++ 12 takes the deliberately undefined vectors inside its own
# intrinsics for mistakes.
set(is_optimized $<CONFIG:Release,RelWithDebInfo>)
set(MLP_LESS_OPTIMIZED $<${is_optimized}:-O1> $<$<AND:${is_optimized},$<CXX_COMPILER_ID:GNU>>:-Wno-uninitialized>)
if(MLP_WERROR)
  target_compile_options(mlp_options INTERFACE -Werror)
endif()
if(MLP_SANITIZE)
  target_compile_options(mlp_options INTERFACE -fsanitize=${MLP_SANITIZE} -fno-omit-frame-pointer
                                               -fno-sanitize-recover=all)
  target_link_options(mlp_options INTERFACE -fsanitize=${MLP_SANITIZE})
  # g++ 12 takes the deliberately undefined vectors inside its own intrinsics for mistakes when it instruments them.
  target_compile_options(mlp_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized>)
endif()
