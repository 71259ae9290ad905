#include <gtest/gtest.h>

#include <cmath>

#include "mlp/report/run_figures.h"
#include "mlp/report/svg.h"
#include "src/report/page_nets.h"
#include "src/report/png.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using nlohmann::ordered_json;

ordered_json surface_views() {
  return ordered_json::parse(R"({"surface": {
    "inputs": [{"name": "a<b", "low": -1, "high": 1}, {"name": "y", "low": 0, "high": 10}],
    "columns": 2, "rows": 2, "low": 0, "high": 1, "classes": ["no", "yes"], "targets": ["k"],
    "points": [[0, 5, 1]],
    "frames": [{"epoch": 0, "values": ["8080", "8080"]}, {"epoch": 7, "values": ["00ff", "8080"]}]}})");
}

TEST(NetPicture, HasTheLowestRowAtTheBottom) {
  const NetPicture picture = picture_of(surface_views(), "net", print_palette(), 10);
  ASSERT_EQ(picture.frames.size(), 2u);
  EXPECT_EQ(picture.frames[1].epoch, 7);
  // Undecided (80) is all but white; the first class (00) Okabe and Ito's blue, 0072B2, the second (ff) their
  // vermilion, D55E00, each mixed with white; values stand for the middles of steps of 8: 3.5, 131.5 and 251.5 of 255.
  const double undecided = 0.5 * (2 * 131.5 / 255 - 1), strength = 0.8 * (1 - 2 * 3.5 / 255);
  const auto mixed = [](double share, int red, int green, int blue) {
    const auto part = [&](int value) { return static_cast<std::uint8_t>(std::lround(255 - (255 - value) * share)); };
    return Colour{part(red), part(green), part(blue), 255};
  };
  const Colour middle = mixed(undecided, 213, 94, 0);
  const PixelImage expected{
      2, 2, {middle, middle, mixed(strength, 0, 114, 178), mixed(0.5 * (2 * 251.5 / 255 - 1), 213, 94, 0)}};
  const std::string uri = picture.frames[1].image;
  EXPECT_EQ(uri, data_uri(expected));
  EXPECT_NE(uri, picture.frames[0].image);
  EXPECT_NE(picture.svg.find(uri), std::string::npos);
  EXPECT_NE(picture.svg.find(">a&lt;b<"), std::string::npos);
}

TEST(NetPicture, PutsASampleWhereItIs) {
  const std::string svg = picture_of(surface_views(), "net", print_palette(), 10).svg;
  // (0, 5) is the middle of the plot: 58 + 278/2 across, 32 + 248/2 down; a triangle for the second class.
  EXPECT_NE(svg.find("<polygon points=\"197,152.6"), std::string::npos) << svg;
}

TEST(NetPicture, SamplesHaveTheColourOfTheirClass) {
  EXPECT_EQ(class_colour(0), "#0072B2");  // Okabe and Ito's blue, vermilion, … and again from the ninth class on
  EXPECT_EQ(class_colour(1), "#D55E00");
  EXPECT_EQ(class_colour(8), "#0072B2");
  const NetPicture picture = picture_of(surface_views(), "net", print_palette(), 10);
  EXPECT_EQ(picture.classes, (std::vector<std::string>{"no", "yes"}));
  EXPECT_NE(picture.svg.find("fill=\"#D55E00\""), std::string::npos);
}

// net.svg stands alone: what the signs and colours are must be in it.
TEST(NetPicture, OfItsOwnSaysWhichClassIsWhich) {
  const TemporaryFolder folder;
  RunFolder run;
  run.folder = folder.path();
  const auto file_of = [&](const std::vector<std::string>& classes) {
    ordered_json views = surface_views();
    views["surface"]["classes"] = classes;
    put_bytes(run.folder / "views.json", views.dump());
    const RunGroup group{"net", "net", {run}};
    return net_pictures_file(std::span(&group, 1), "title");
  };
  const std::string two = file_of({"no", "yes"});
  EXPECT_NE(two.find(">class no<"), std::string::npos);
  EXPECT_NE(two.find(">class yes<"), std::string::npos);
  // The second class's triangle, 1.6 times as large as among the samples, before its name.
  EXPECT_NE(two.find("<polygon points=\"" + pixels(24 + 14 + text_width("class no", 12) + 18 + 4) + ",52.56 "),
            std::string::npos)
      << two;
  // As many as there is room for in one line.
  std::vector<std::string> many;
  for (int i = 0; i < 20; ++i) many.push_back("a long name " + std::to_string(i));
  const std::string cut = file_of(many);
  EXPECT_NE(cut.find(">class a long name 0<"), std::string::npos);
  EXPECT_NE(cut.find(">and 19 more<"), std::string::npos) << cut;
}

TEST(NetPicture, OfACurveFollowsItsPoints) {
  const ordered_json views = ordered_json::parse(R"({"curve": {"input": {"name": "x", "low": 0, "high": 2},
    "targets": ["t"], "x": [0, 1, 2], "points": [[1, 0], [1, 4]],
    "frames": [{"epoch": 0, "y": [[2, 2, 2]]}, {"epoch": 9, "y": [[0, 2, 4]]}]}})");
  const NetPicture picture = picture_of(views, "net", print_palette(), 10);
  // From 0 to 4 with 4 % around: 2 is in the middle, 32 + 248/2; 0 is 0.04/1.08 of 248 above the bottom at 280.
  EXPECT_EQ(picture.frames.at(0).lines.at(0), "58,156 197,156 336,156");
  EXPECT_EQ(picture.frames.at(1).lines.at(0), "58,270.81 197,156 336,41.19");
}

TEST(NetPicture, OfADamagedFileIsNone) {
  for (const char* text : {"null", "{}", R"({"surface": 3})", R"({"surface": {"frames": []}})", R"({"curve": {}})"})
    EXPECT_EQ(picture_of(ordered_json::parse(text), "net", print_palette(), 10).svg, "") << text;
  ordered_json uneven = surface_views();
  uneven["surface"]["frames"][1]["values"][0] = "00";
  EXPECT_EQ(picture_of(uneven, "net", print_palette(), 10).svg, "");
}

TEST(TypicalRun, IsNearestToTheMedian) {
  RunGroup group{"g", "g", {}};
  for (const double value : {0.1, 0.9, 0.6}) {
    RunFolder& run = group.runs.emplace_back();
    run.summary.emplace();
    run.summary->metrics["test_accuracy"] = value;
  }
  const std::vector<ComparedGroup> compared = compare(std::span(&group, 1));
  EXPECT_EQ(typical_run(group, compared[0], "test_accuracy"), 2u);
  EXPECT_EQ(typical_run(group, compared[0], "unknown"), 0u);
}

}  // namespace
}  // namespace mlp
