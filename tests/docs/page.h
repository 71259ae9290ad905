#pragma once
// What tests need to know of a Markdown page: its blocks of code, its links and the places that links may lead to.

#include <filesystem>
#include <string>
#include <vector>

namespace mlp {

/// ```LANGUAGE LABEL
struct CodeBlock {
  std::string language;
  std::string label;  // the second word; often the name of the file that the block is
  std::string text;   // ends with a line break
  int line = 0;       // of the first line of the text
};

struct Link {
  std::string target;
  int line = 0;
};

struct Page {
  std::filesystem::path path;
  std::vector<CodeBlock> blocks;
  std::vector<Link> links;           // outside of code
  std::vector<std::string> anchors;  // of the headings, as GitHub makes them
};

Page parse_page(const std::filesystem::path& path, const std::string& text);
Page read_page(const std::filesystem::path& path);

/// Every page of the project below `root`: those of its folder, of docs, configs and data.
std::vector<std::filesystem::path> all_pages(const std::filesystem::path& root);

}  // namespace mlp
