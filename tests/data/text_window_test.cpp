#include "mlp/data/text_window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "mlp/core/error.h"
#include "tests/data/gzip.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

/// Reads a text through a window that always drops all but its last `kept` letters.
std::string read_through(TextWindow& window, std::size_t kept, std::size_t& widest) {
  std::string text;
  for (;;) {
    widest = std::max(widest, window.text().size());
    const std::size_t count =
        window.has_more() ? window.text().size() - std::min(kept, window.text().size()) : window.text().size();
    text += window.text().substr(0, count);
    if (!window.has_more()) return text;
    window.move(count);
  }
}

TEST(TextWindow, ShowsAFileBlockByBlock) {
  const TemporaryFolder folder;
  std::string all;
  for (int i = 0; i < 300; ++i) all += std::to_string(i) + ",";
  put_bytes(folder / "a.csv", all);
  for (const std::size_t block : {4u, 10u, 100u, 1090u, 1091u, 5000u})
    for (const std::size_t kept : {0u, 1u, 3u, 50u}) {
      TextWindow window(folder / "a.csv", block);
      EXPECT_EQ(window.bytes_to_come(), all.size() - std::min(block, all.size())) << block;
      std::size_t widest = 0;
      EXPECT_EQ(read_through(window, kept, widest), all) << block << " " << kept;
      EXPECT_LE(widest, kept + std::max(block, kept)) << block << " " << kept;
      EXPECT_EQ(window.bytes_to_come(), 0u);
    }
}

TEST(TextWindow, DoublesWhereNothingIsDropped) {
  const TemporaryFolder folder;
  put_bytes(folder / "a.csv", std::string(1000, 'x'));
  TextWindow window(folder / "a.csv", 10);
  for (const std::size_t size : {20u, 40u, 80u, 160u}) {
    window.move(0);
    EXPECT_EQ(window.text().size(), size);
  }
  while (window.has_more()) window.move(0);
  EXPECT_EQ(window.text(), std::string(1000, 'x'));
}

TEST(TextWindow, ShowsAllOfACompressedFile) {
  const TemporaryFolder folder;
  std::string all;
  for (int i = 0; i < 3000; ++i) all += std::to_string(i * i) + "\n";
  put_bytes(folder / "a.csv.gz", gzipped(all));
  const TextWindow window(folder / "a.csv.gz", 100);
  EXPECT_EQ(window.text(), all);
  EXPECT_FALSE(window.has_more());
  EXPECT_EQ(window.bytes_to_come(), 0u);
}

TEST(TextWindow, NamesAFileThatIsMissing) {
  const TemporaryFolder folder;
  put_bytes(folder / "iris.csv", "");
  EXPECT_EQ(message_of<InputError>([&] { TextWindow(folder / "irs.csv"); }),
            (folder / "irs.csv").string() + ": no such file; did you mean \"iris.csv\"?");
  EXPECT_THROW(TextWindow(folder.path()), InputError);
  EXPECT_EQ(TextWindow(folder / "iris.csv").text(), "");
}

}  // namespace
}  // namespace mlp
