#include "page.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "mlp/core/files.h"

namespace mlp {
namespace {

/// "## Data & files" → "data--files": letters, digits, - and _ stay, spaces become -, all else goes.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    if (c == ' ')
      anchor += '-';
    else if (!is_ascii || std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_')
      anchor += is_ascii ? static_cast<char>(std::tolower(static_cast<unsigned char>(c))) : c;
  }
  return anchor;
}

/// A line without its `code`.
std::string without_code(const std::string& line) {
  static const std::regex code("`[^`]*`");
  return std::regex_replace(line, code, "");
}

}  // namespace

Page parse_page(const std::filesystem::path& path, const std::string& text) {
  static const std::regex link(R"(\]\(([^)\s]+)\))");
  Page page{path, {}, {}, {}};
  std::map<std::string, int> seen;
  std::istringstream lines(text);
  std::string line;
  bool in_code = false;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.starts_with("```")) {
      in_code = !in_code;
      if (!in_code) continue;
      std::istringstream words(line.substr(3));
      CodeBlock& block = page.blocks.emplace_back(CodeBlock{"", "", "", number + 1});
      words >> block.language >> block.label;
    } else if (in_code) {
      page.blocks.back().text += line + "\n";
    } else if (line.starts_with('#')) {
      const std::string anchor = anchor_of(line.substr(line.find_first_not_of('#') + 1));
      const int earlier = seen[anchor]++;
      page.anchors.push_back(earlier == 0 ? anchor : anchor + "-" + std::to_string(earlier));
    }
    if (in_code) continue;
    const std::string prose = without_code(line);
    for (std::sregex_iterator at(prose.begin(), prose.end(), link), end; at != end; ++at)
      page.links.push_back({(*at)[1], number});
  }
  return page;
}

Page read_page(const std::filesystem::path& path) { return parse_page(path, read_file(path)); }

std::vector<std::filesystem::path> all_pages(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> pages;
  for (const char* folder : {".", "docs", "configs", "data"})
    for (const auto& entry : std::filesystem::directory_iterator(root / folder))
      if (entry.path().extension() == ".md") pages.push_back(entry.path().lexically_normal());
  std::ranges::sort(pages);
  return pages;
}

}  // namespace mlp
