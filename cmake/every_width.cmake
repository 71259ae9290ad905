# A program for every x86-64 processor that is as fast as one built for the processor at hand: all that computes is a
# shared library, compiled from the same sources for three widths of vector registers, and the GNU C library's loader
# takes the widest that the processor has. It looks for glibc-hwcaps/x86-64-v4 (AVX-512) and -v3 (AVX2 with FMA) beside
# the library; a loader older than 2.33 takes the library itself, which needs SSE2 alone.
include(GNUInstallDirs)

# mlp_copies(PART): the sources of mlp_PART compiled for the wider registers, too, as mlp_PART_v3, ….
function(mlp_copies part)
  get_target_property(sources mlp_${part} SOURCES)
  foreach(level ${MLP_WIDTHS})
    set(copy mlp_${part}_${level})
    set(flag -march=x86-64-${level})
    vector_bytes(bytes ${flag})
    add_library(${copy} OBJECT ${sources})
    mlp_part(${copy} ${bytes} ${flag})
    target_compile_definitions(${copy} PRIVATE MLP_WIDTH_FLAG="${flag}")
  endforeach()
endfunction()

# mlp_width(LIBRARY FOLDER PART…): the shared library of these parts, in that folder of the libraries of all widths.
function(mlp_width library folder)
  list(TRANSFORM ARGN REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
  add_library(${library} SHARED ${objects})
  # A library's functions call each other, whatever the program or another library calls by the same name.
  target_link_options(${library} PRIVATE -Wl,-Bsymbolic)
  target_link_libraries(${library} PRIVATE Threads::Threads ZLIB::ZLIB mlp_options)
  set_target_properties(${library} PROPERTIES OUTPUT_NAME mlp_program LINKER_LANGUAGE CXX
                                              LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/widths/${folder})
  if(MLP_INSTALL)
    install(TARGETS ${library} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/mlp/${folder})
  endif()
endfunction()
