#include "cpp_text.h"

#include <gtest/gtest.h>

namespace mlp::style {
namespace {

std::vector<std::size_t> lengths(std::string_view text) {
  std::vector<std::size_t> lengths;
  for (const Function& function : functions(text)) lengths.push_back(function.lines);
  return lengths;
}

using Lengths = std::vector<std::size_t>;

TEST(CodeOnly, BlanksWhatIsNotCode) {
  EXPECT_EQ(code_only("a // b {\nc"), "a       \nc");
  EXPECT_EQ(code_only("a /* {\n{ */ c"), "a     \n     c");
  EXPECT_EQ(code_only("f(\"{\\\"\")"), "f(     )");
  EXPECT_EQ(code_only("c = '{';"), "c =    ;");
  EXPECT_EQ(code_only("n = 1'000'000;"), "n = 1'000'000;");
  EXPECT_EQ(code_only("c == U'\"' || d;"), "c == U    || d;");
  EXPECT_EQ(code_only("R\"x(\"{)x\" + y"), "          + y");
  EXPECT_EQ(code_only("#define A { \\\n  (\nb"), "             \n   \nb");
}

TEST(Functions, AreMeasuredFromDeclarationToBrace) {
  EXPECT_EQ(lengths("int f() { return 1; }\n"), Lengths{1});
  EXPECT_EQ(lengths("int f(int a,\n      int b) {\n  return a;\n}\n"), Lengths{4});
  EXPECT_EQ(lengths("namespace n {\nvoid f() {\n}\nvoid g() {\n  if (x) {\n  }\n}\n}\n"), (Lengths{2, 4}));
}

TEST(Functions, AreFoundInClassesAndTemplates) {
  EXPECT_EQ(
      lengths("template <class T>\nclass A final : B<T> {\n  int f() const {\n    return 1;\n  }\n  int a_ = 0;\n};\n"),
      Lengths{3});
  EXPECT_EQ(lengths("template <class T>\nT f() {\n}\n"), Lengths{3});
  EXPECT_EQ(lengths("TEST(A, B) {\n  EXPECT_TRUE(x);\n}\n"), Lengths{3});
}

TEST(Functions, DefaultArgumentsAndInitializersAreNone) {
  EXPECT_EQ(lengths("const std::vector<int> numbers{1,\n 2};\nenum class E { a, b };\n"), Lengths{});
  EXPECT_EQ(lengths("void f(Options o = {}) {\n\n\n}\n"), Lengths{4});
}

TEST(Functions, LambdasBelongToTheFunctionAround) {
  EXPECT_EQ(lengths("void f() {\n  const auto g = [](int x) {\n    return x;\n  };\n}\n"), Lengths{5});
}

TEST(Functions, KnowWhereTheyStart) { EXPECT_EQ(functions("int a;\n\n// what\nvoid f() {\n}\n")[0].first_line, 4u); }

TEST(Functions, MayArgueForTheirLength) {
  EXPECT_TRUE(functions("// long: one row a case\nvoid f() {\n}\n")[0].argued);
  EXPECT_TRUE(functions("void f() {\n  // long: one row a case\n}\n")[0].argued);
  EXPECT_FALSE(functions("// long: of another\nvoid f() {\n}\n\nvoid g() {\n}\n")[1].argued);
  EXPECT_FALSE(functions("// a long story\nvoid f() {\n}\n")[0].argued);
}

}  // namespace
}  // namespace mlp::style
