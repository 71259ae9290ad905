#include "mlp/report/svg.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

TEST(EscapeXml, LeavesNothingThatActs) {
  EXPECT_EQ(escape_xml("<script>alert('1')</script>"), "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
  EXPECT_EQ(escape_xml("\"&amp;\""), "&quot;&amp;amp;&quot;");
  EXPECT_EQ(escape_xml("a\x1b[2J\0b"), "a\\x1b[2J");
  EXPECT_EQ(escape_xml("größe ≤ 日本"), "größe ≤ 日本");
  EXPECT_EQ(escape_xml("\xff\xef\xbf\xbe"), "\\xff\uFFFD");  // not UTF-8, and U+FFFE
}

TEST(Pixels, AreShortAndNeverMinusZero) {
  EXPECT_EQ(pixels(1.0 / 3), "0.33");
  EXPECT_EQ(pixels(12), "12");
  EXPECT_EQ(pixels(-0.001), "0");
}

TEST(Svg, IsAWholeDocument) {
  Svg svg(100, 50, "a < b", "for readers");
  svg.line({0, 1}, {2, 3}, {.stroke = "#000000", .width = 2, .dashes = "6 4"});
  svg.text({5, 6}, "x & y", {.size = 12, .anchor = Anchor::end, .bold = true, .turn = -90});
  svg.polygon({{0, 0}, {1, 0}, {0, 1}}, {.fill = "#ff0000", .opacity = 0.5});
  EXPECT_EQ(svg.str(),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"100\" height=\"50\" viewBox=\"0 0 100 50\" "
            "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n"
            "<title>a &lt; b</title>\n<desc>for readers</desc>\n"
            "<rect x=\"0\" y=\"0\" width=\"100\" height=\"50\" fill=\"#ffffff\"/>\n"
            "<line x1=\"0\" y1=\"1\" x2=\"2\" y2=\"3\" fill=\"none\" stroke=\"#000000\" stroke-width=\"2\" "
            "stroke-linejoin=\"round\" stroke-linecap=\"round\" stroke-dasharray=\"6 4\"/>\n"
            "<text x=\"5\" y=\"6\" font-size=\"12\" fill=\"#222222\" text-anchor=\"end\" font-weight=\"bold\" "
            "transform=\"rotate(-90 5 6)\">x &amp; y</text>\n"
            "<polygon points=\"0,0 1,0 0,1\" fill=\"#ff0000\" opacity=\"0.5\"/>\n"
            "</svg>\n");
}

}  // namespace
}  // namespace mlp
