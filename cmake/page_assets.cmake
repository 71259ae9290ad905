# Makes the style sheet and the scripts of report.html into C++: cmake -DSTYLE=… -DSCRIPT=… -DAGAIN=… -DOUTPUT=… -P page_assets.cmake
set(code "// Made by cmake/page_assets.cmake.\n#include \"page_assets.h\"\n\nnamespace mlp {\n\n")
foreach(kind STYLE SCRIPT AGAIN)
  string(TOLOWER page_${kind} function)
  file(READ ${${kind}} text)
  # Encoding the text as it is: a raw string literal, whose delimiter must not occur in it.
  if(text MATCHES "\\)page_asset\"")
    message(FATAL_ERROR "${${kind}} contains the delimiter of a raw string")
  endif()
  string(APPEND code "std::string_view ${function}() {\n  return R\"page_asset(${text})page_asset\";\n}\n\n")
endforeach()
file(WRITE ${OUTPUT} "${code}}  // namespace mlp\n")
