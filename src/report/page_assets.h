#pragma once
// The style sheet and the scripts of report.html: the files in src/report/page, which the build makes into C++.

#include <string_view>

namespace mlp {

std::string_view page_style();
std::string_view page_script();
std::string_view page_again();  // the script that runs first

}  // namespace mlp
