#include <gtest/gtest.h>

#include "config_tables.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"

namespace mlp {
namespace {

const std::filesystem::path path = std::filesystem::path(MLP_SOURCE_DIR) / "docs" / "config.md";

TEST(ConfigPage, HasTheTablesOfTheProgram) {
  const std::string page = read_file(path);
  EXPECT_EQ(with_fresh_tables(page, builtin_catalog()), page)
      << "write the tables anew: build/tests/docs/update_tables docs/config.md";
}

TEST(ConfigPage, LacksNoTable) {
  const std::string page = read_file(path);
  for (const NamedTable& table : config_tables(builtin_catalog()))
    EXPECT_NE(page.find("<!-- table: " + table.name + " -->"), std::string::npos) << table.name;
}

TEST(ConfigTables, ShowDefaultRangeAndMeaning) {
  Catalog catalog = builtin_catalog();
  catalog.activations.add("swish", "z | sigma", [](Section& s) {
    s.number("beta", 1.5, "steepness").above(0);
    return ActivationChoice{};
  });
  const std::string page = with_fresh_tables("a\n<!-- table: activation -->\nold\n<!-- end of table -->\nb\n", catalog);
  EXPECT_TRUE(page.starts_with("a\n<!-- table: activation -->\n\n| activation, key |")) << page;
  EXPECT_NE(page.find("| **`swish`** | | | z \\| sigma |\n| `beta` | `1.5` | number, above 0 | steepness |\n"),
            std::string::npos)
      << page;
  EXPECT_EQ(page.find("old"), std::string::npos);
  EXPECT_TRUE(page.ends_with("\n<!-- end of table -->\nb\n")) << page;
}

TEST(ConfigTables, RefuseATableThatThereIsNot) {
  EXPECT_THROW(with_fresh_tables("<!-- table: nets -->\n<!-- end of table -->", builtin_catalog()), InputError);
  EXPECT_THROW(with_fresh_tables("<!-- table: layer -->\n", builtin_catalog()), InputError);
}

}  // namespace
}  // namespace mlp
