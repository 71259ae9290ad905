#include "mlp/config/plan.h"

#include <gtest/gtest.h>

#include "plan_support.h"

namespace mlp {
namespace {

using Texts = std::vector<std::string>;

TEST(Plan, OneConfigIsOneRun) {
  const PlanFolder files;
  const Plan plan = files.plan(R"({"$schema": "s.json", "loss": "mse"})");
  EXPECT_EQ(plan.name, "c");
  EXPECT_EQ(folders_of(plan), Texts{""});
  EXPECT_EQ(configs_of(plan), Texts{R"({"loss":"mse","name":"c","seed":1,"repeats":1})"});
  EXPECT_EQ(plan.runs[0].seed, 1U);
  EXPECT_EQ(plan.runs[0].variant, "");
}

TEST(Plan, MultipliesVariantsSweepAndRepeats) {
  const PlanFolder files;
  const Plan plan = files.plan(R"({"name": "n", "seed": 5, "repeats": 2, "a": {"x": 0, "y": 1},
    "variants": {"one": {}, "two": {"a": {"y": 2}}}, "sweep": {"a.x": [1, 2], "b": ["p", {"q": null}]}})");
  ASSERT_EQ(plan.runs.size(), 16U);
  const Texts folders = folders_of(plan);
  EXPECT_EQ(folders[0], "one/a.x=1/b=p/seed-5");
  EXPECT_EQ(folders[1], "one/a.x=1/b=p/seed-6");
  EXPECT_EQ(folders[2], "one/a.x=1/b={_q__null}/seed-5");
  EXPECT_EQ(folders[4], "one/a.x=2/b=p/seed-5");
  EXPECT_EQ(folders[15], "two/a.x=2/b={_q__null}/seed-6");
  EXPECT_EQ(to_compact_json(plan.runs[13].config),
            R"({"name":"n-two-a.x=2-b=p-seed-6","seed":6,"repeats":1,"a":{"x":2,"y":2},"b":"p"})");
  EXPECT_EQ(plan.runs[13].variant, "two");
  EXPECT_EQ(plan.runs[13].seed, 6U);
  EXPECT_EQ(plan.runs[13].sweep, (std::vector<std::pair<std::string, std::string>>{{"a.x", "2"}, {"b", "p"}}));
}

TEST(Plan, ARunsConfigIsAConfigOfThatRunAlone) {
  const PlanFolder files;
  const Plan first = files.plan(R"({"repeats": 3, "variants": {"v": {"loss": "mse"}}})");
  for (const PlannedRun& run : first.runs) {
    const Plan again = files.plan(to_json(run.config));
    ASSERT_EQ(again.runs.size(), 1U);
    EXPECT_TRUE(again.runs[0].levels.empty());
    EXPECT_EQ(to_json(again.runs[0].config), to_json(run.config));
  }
}

TEST(Plan, VariantsMayHaveTheirOwnSeedRepeatsAndSweep) {
  const PlanFolder files;
  const Plan plan =
      files.plan(R"({"repeats": 1, "variants": {"a": {"seed": 7, "repeats": 2}, "b": {"sweep": {"x": [1]}}}})");
  EXPECT_EQ(folders_of(plan), (Texts{"a/seed-7", "a/seed-8", "b/x=1"}));
}

TEST(Plan, FolderNamesAreSafeAndDiffer) {
  const PlanFolder files;
  const Plan plan = files.plan(R"({"sweep": {"f": ["a/b", "a\\b", 1, "1", 1.5]}})");
  EXPECT_EQ(folders_of(plan), (Texts{"f=a_b", "f=a_b-2", "f=1", "f=1-2", "f=1.5"}));
}

TEST(Plan, NullTakesAVariantOrAKeyOfTheSweepAway) {
  const PlanFolder files;
  files.write("base.json", R"({"variants": {"a": {}, "b": {}}, "sweep": {"x": [1, 2], "y": [3]}})");
  const Plan plan = files.plan(R"({"extends": "base.json", "variants": {"a": null}, "sweep": {"x": null}})");
  EXPECT_EQ(folders_of(plan), Texts{"b/y=3"});
  EXPECT_EQ(folders_of(files.plan(R"({"extends": "base.json", "variants": null, "sweep": null})")), Texts{""});
}

TEST(Plan, OnlyKeepsTheFolderThatTheVariantAlwaysHas) {
  const PlanFolder files;
  PlanOptions options;
  options.only = {"a/b"};
  EXPECT_EQ(files.error(R"({"variants": {"a b": {}, "x": {}}})", options),
            "command line: unknown variant \"a/b\"; did you mean \"a b\"? Known: a b, x\n  --only a/b\n         ^~~");
  options.only = {"x"};
  EXPECT_EQ(folders_of(files.plan(R"({"variants": {"a b": {}, "x": {}}})", options)), Texts{"x"});
  options.only = {"y", "x"};
  EXPECT_EQ(folders_of(files.plan(R"({"variants": {"x": {}, "z": {}, "y": {}}})", options)), (Texts{"x", "y"}));
  options.only = {"x"};
  EXPECT_EQ(files.error("{}", options), "command line: the config has no variants\n  --only x\n         ^");
}

TEST(Plan, SeedOptionReplacesTheFirstSeed) {
  const PlanFolder files;
  PlanOptions options;
  options.seed = 40;
  EXPECT_EQ(folders_of(files.plan(R"({"seed": 1, "variants": {"a": {"seed": 2, "repeats": 2}}})", options)),
            (Texts{"a/seed-40", "a/seed-41"}));
  options.seed = UINT64_MAX;
  EXPECT_TRUE(files.error("{}", options).starts_with("command line: a seed is at most 9223372036854775807\n"));
}

TEST(Extends, MergesChainsWithPathsOfTheirOwnFiles) {
  const PlanFolder files;
  files.write("base/one.json", R"({"name": "base", "a": {"x": 1, "y": 1}, "file": "one.csv"})");
  files.write("two.json", R"({"extends": "base/one.json", "a": {"y": 2}, "z": 2})");
  const Plan plan = files.plan(R"({"extends": "two.json", "z": 3})");
  EXPECT_EQ(plan.name, "base");
  EXPECT_EQ(configs_of(plan),
            Texts{R"({"name":"base","a":{"x":1,"y":2},"file":"one.csv","z":3,"seed":1,"repeats":1})"});
  EXPECT_EQ(plan.runs[0].config.find("file")->place.text->folder, files.folder / "base");
}

TEST(Extends, ACircleIsNamed) {
  const PlanFolder files;
  files.write("a.json", R"({"extends": "sub/b.json"})");
  files.write("sub/b.json", R"({"extends": "../a.json"})");
  EXPECT_EQ(files.error(R"({"extends": "a.json"})"),
            "sub/b.json:1:13: /extends: these files extend each other in a circle: a.json extends sub/b.json extends "
            "a.json\n   1 | {\"extends\": \"../a.json\"}\n     |             ^~~~~~~~~~~");
  EXPECT_TRUE(
      files.error(R"({"extends": "c.json"})")
          .starts_with("c.json:1:13: /extends: these files extend each other in a circle: c.json extends c.json"));
}

TEST(Extends, AMissingFilePointsAtTheKey) {
  const PlanFolder files;
  files.write("base.json", "{}");
  EXPECT_EQ(files.error(R"({"extends": "bsae.json"})"),
            "c.json:1:13: /extends: cannot read bsae.json: No such file or directory; did you mean \"base.json\"?\n"
            "   1 | {\"extends\": \"bsae.json\"}\n     |             ^~~~~~~~~~~");
  EXPECT_TRUE(files.error(R"({"extends": 3})")
                  .starts_with("c.json:1:13: /extends: expected the path of a config, found the number 3"));
}

TEST(Extends, MistakesInTheOtherFilePointThere) {
  const PlanFolder files;
  files.write("base.json", "{\n\"repeats\": 0}");
  EXPECT_TRUE(
      files.error(R"({"extends": "base.json"})").starts_with("base.json:2:12: /repeats: must be at least 1, found 0"));
  files.write("base.json", "{\n\"repeats\": 1,}");
  EXPECT_TRUE(
      files.error(R"({"extends": "base.json"})").starts_with("base.json:2:13: a comma before \"}\" is one too many"));
}

TEST(Set, ValuesAreJsonOrElseStrings) {
  const PlanFolder files;
  PlanOptions options;
  options.set = {"a.x=0.1", "a.y=elu", "l.1=[1,2]", "b={\"c\":null}", "t=\"0.1\"",
                 "e=",      "n=",      "n=true",    "p=../x=y.csv"};
  EXPECT_EQ(configs_of(files.plan(R"({"a": {"x": 1}, "l": [0, 0]})", options)),
            Texts{R"({"a":{"x":0.1,"y":"elu"},"l":[0,[1,2]],"b":{"c":null},"t":"0.1","e":"","n":true,)"
                  R"("p":"../x=y.csv","name":"c","seed":1,"repeats":1})"});
}

TEST(Set, PathsStartAtTheWorkingDirectory) {
  const PlanFolder files;
  PlanOptions options;
  options.set = {"file=data.csv"};
  const Plan plan = files.plan(R"({"file": "x"})", options);
  EXPECT_EQ(plan.runs[0].config.find("file")->place.text->folder, std::filesystem::current_path());
}

TEST(Set, WinsOverVariantsAndEndsASweep) {
  const PlanFolder files;
  PlanOptions options;
  options.set = {"epochs=5", "rate=0.5", "name=other", "repeats=2", "variants.b.z=1"};
  const Plan plan =
      files.plan(R"({"variants": {"a": {"epochs": 9}, "b": {}}, "sweep": {"rate": [1, 2], "m": [3]}})", options);
  EXPECT_EQ(plan.name, "other");
  EXPECT_EQ(folders_of(plan), (Texts{"a/m=3/seed-1", "a/m=3/seed-2", "b/m=3/seed-1", "b/m=3/seed-2"}));
  EXPECT_EQ(configs_of(plan)[2],
            R"({"name":"other-b-m=3-seed-1","z":1,"repeats":1,"epochs":5,"rate":0.5,"m":3,"seed":1})");
}

TEST(Set, AComponentsNameBecomesAnObject) {
  const PlanFolder files;
  PlanOptions options;
  options.set = {"optimizer.momentum=0.9"};
  options.vary = {"optimizer=sgd,adam"};
  const Plan plan = files.plan(R"({"optimizer": "lbfgs"})", options);
  EXPECT_EQ(configs_of(plan)[1],
            R"({"optimizer":{"type":"adam","momentum":0.9},"name":"c-optimizer=adam","seed":1,"repeats":1})");
}

TEST(Vary, TakesListsRangesAndJson) {
  const PlanFolder files;
  PlanOptions options;
  options.vary = {"a=1,x,\"p,q\",[1,2],{\"k\":[3,4]}", "seed=-0..2", "b=-1..1,9"};
  const Plan plan = files.plan("{}", options);
  ASSERT_EQ(plan.runs.size(), 5U * 3U * 4U);
  EXPECT_EQ(plan.runs[0].sweep[2].second, "-1");
  EXPECT_EQ(plan.runs[3].sweep[2].second, "9");
  EXPECT_EQ(plan.runs[4].seed, 1U);
  EXPECT_EQ(plan.runs[24].sweep[0].second, "p,q");
  EXPECT_EQ(plan.runs[59].sweep[0].second, R"({"k":[3,4]})");
}

TEST(Vary, ReplacesTheFilesValues) {
  const PlanFolder files;
  PlanOptions options;
  options.vary = {"x=7,8", "y=1"};
  EXPECT_EQ(folders_of(files.plan(R"({"sweep": {"x": [1, 2, 3], "z": [0]}})", options)),
            (Texts{"x=7/z=0/y=1", "x=8/z=0/y=1"}));
}

TEST(Plans, NeedNamesThatDiffer) {
  const PlanFolder files;
  const auto a = files.write("a.json", "{}"), b = files.write("sub/a.json", "{}"), c = files.write("c.json", "{}");
  EXPECT_EQ(make_plans({a, c}, {}).size(), 2U);
  EXPECT_EQ(files.without_folder(message_of([&] {
    make_plans({a, c, b}, {});
  })),
            "sub/a.json: its runs would go into the folder \"a\", and so would those of a.json; give one of the two "
            "another \"name\"");
}

TEST(Plan, FilesThatAreNoConfigs) {
  const PlanFolder files;
  files.write("configs.json", "{}");
  EXPECT_EQ(files.without_folder(message_of([&] { make_plan(files.folder / "config.json", {}); })),
            "cannot read config.json: No such file or directory; did you mean \"configs.json\"?");
  EXPECT_NE(message_of([&] { make_plan(files.folder.path(), {}); }), "");
  EXPECT_EQ(files.error("[1]"), "c.json:1:1: a config is an object { … }, found a list\n   1 | [1]\n     | ^~~");
}

TEST(Plan, ANameFromTheFileMustBeOneToo) {
  const PlanFolder files;
  const std::string stem(120, 'x');
  const auto file = files.write(stem + ".json", "{}");
  EXPECT_NE(
      message_of([&] { make_plan(file, {}); }).find("a name has at most 100 bytes, this one 120): write a \"name\""),
      std::string::npos);
}

/// Up to two options of one kind on the command line.
struct Options {
  const char *first = nullptr, *second = nullptr;
  Texts list() const {
    Texts texts;
    for (const char* option : {first, second})
      if (option != nullptr) texts.emplace_back(option);
    return texts;
  }
};

struct BadPlan {
  const char* text;
  Options set, vary;
  const char* message;  // the first line, without "c.json:"
};

void PrintTo(const BadPlan& plan, std::ostream* out) { *out << plan.text << " => " << plan.message; }

class PlanMistakes : public testing::TestWithParam<BadPlan> {};

TEST_P(PlanMistakes, AreReported) {
  const PlanFolder files;
  PlanOptions options;
  options.set = GetParam().set.list();
  options.vary = GetParam().vary.list();
  std::string message = files.error(GetParam().text, options);
  if (message.starts_with("c.json:")) message.erase(0, 7);
  EXPECT_EQ(message.substr(0, message.find('\n')), GetParam().message) << message;
}

constexpr BadPlan in_the_file_mistakes[] = {
    BadPlan{R"({"name": ""})", {}, {}, "1:10: /name: a name is not empty"},
    BadPlan{R"({"name": "a/b"})", {}, {}, "1:10: /name: a name becomes a folder: no / or \\ in it"},
    BadPlan{R"({"name": "a\\b"})", {}, {}, "1:10: /name: a name becomes a folder: no / or \\ in it"},
    BadPlan{R"({"name": "a\nb"})", {}, {}, "1:10: /name: a name becomes a folder: no control characters in it"},
    BadPlan{R"({"name": ".."})", {}, {}, "1:10: /name: a name becomes a folder, which cannot be \"..\""},
    BadPlan{R"({"name": 7})", {}, {}, "1:10: /name: expected a string, found the number 7"},
    BadPlan{R"({"repeats": 0})", {}, {}, "1:13: /repeats: must be at least 1, found 0"},
    BadPlan{R"({"repeats": 1.5})", {}, {}, "1:13: /repeats: expected a whole number, found the number 1.5"},
    BadPlan{R"({"seed": -1})", {}, {}, "1:10: /seed: must be at least 0, found -1"},
    BadPlan{R"({"seed": 9223372036854775807, "repeats": 2})",
            {},
            {},
            "1:10: /seed: the last of the repeats would have a seed above 9223372036854775807"},
    BadPlan{R"({"variants": ["a"]})",
            {},
            {},
            "1:14: /variants: expected an object (name: what is merged over the rest), found a list"},
    BadPlan{R"({"variants": {"a": 3}})",
            {},
            {},
            "1:20: /variants/a: expected an object (what is merged over the rest), found the number 3"},
    BadPlan{R"({"variants": {"a/b": {}}})", {}, {}, "1:15: /variants/a~1b: a name becomes a folder: no / or \\ in it"},
    BadPlan{R"({"variants": {"": {}}})", {}, {}, "1:15: /variants/: a name is not empty"},
    BadPlan{R"({"variants": {"a": {"name": "b"}}})", {}, {}, "1:21: /variants/a/name: a variant cannot have \"name\""},
    BadPlan{R"({"variants": {"a": {"variants": {}}}})",
            {},
            {},
            "1:21: /variants/a/variants: a variant cannot have \"variants\""},
    BadPlan{R"({"variants": {"loss.svg": {}}})",
            {},
            {},
            "1:15: /variants/loss.svg: a variant becomes a folder, and \"loss.svg\" is a file beside it: name it "
            "otherwise"},
    BadPlan{R"({"sweep": [1]})", {}, {}, "1:11: /sweep: expected an object (dotted path: list), found a list"},
    BadPlan{R"({"sweep": {"a": 1}})", {}, {}, "1:17: /sweep/a: expected a list of values, found the number 1"},
    BadPlan{R"({"sweep": {"a": []}})", {}, {}, "1:17: /sweep/a: expected a list of values, found an empty list"},
    BadPlan{R"({"sweep": {"a..b": [1]}})",
            {},
            {},
            "1:12: expected a path like optimizer.learning_rate, found \"a..b\", which has an empty part"},
    BadPlan{
        R"({"sweep": {"": [1]}})", {}, {}, "1:12: expected a path like optimizer.learning_rate, found an empty one"},
    BadPlan{R"({"sweep": {"a": [1, 2, 1.0]}})", {}, {}, "1:24: the value 1 is here twice"},
    BadPlan{R"({"sweep": {"repeats": [1, 2]}})", {}, {}, "1:12: \"repeats\" cannot be swept"},
    BadPlan{R"({"sweep": {"l.2.units": [1]}, "l": [{}, {}]})",
            {},
            {},
            "1:12: \"l\" is a list of 2 items, with the indices 0 to 1; it has no \"2\""},
    BadPlan{R"({"sweep": {"a.b": [1]}, "a": 3})", {}, {}, "1:12: \"a\" is the number 3, which has no \"b\""},
    BadPlan{R"({"sweep": {"seed": [1, "x"]}})", {}, {}, "1:24: /seed: expected a whole number, found the string \"x\""},
    BadPlan{R"({"repeats": 1000000})",
            {},
            {},
            " variants, sweep and repeats make 1e+06 runs or more; at most 20,000 are planned at once"},
    BadPlan{R"({"repeats": 100000, "sweep": {"a": [1, 2], "b": [1, 2]}})",
            {},
            {},
            " variants, sweep and repeats make 400000 runs or more; at most 20,000 are planned at once"}};
INSTANTIATE_TEST_SUITE_P(InTheFile, PlanMistakes, testing::ValuesIn(in_the_file_mistakes));

constexpr BadPlan on_the_command_line_mistakes[] = {
    BadPlan{"{}", {"a"}, {}, "command line: expected KEY=VALUE: there is no \"=\""},
    BadPlan{"{}", {"=1"}, {}, "command line: expected a path like optimizer.learning_rate, found an empty one"},
    BadPlan{"{}",
            {"a.=1"},
            {},
            "command line: expected a path like optimizer.learning_rate, found \"a.\", which has an empty part"},
    BadPlan{
        "{}", {"a=[1,2"}, {}, "command line: the text ends inside the list that starts in line 1: \"]\" is missing"},
    BadPlan{"{}",
            {"a={\"b\":1,\"b\":2}"},
            {},
            "command line: /b: the key \"b\" is here for the second time; the first is in line 1"},
    BadPlan{"{}", {"a=1e999"}, {}, "command line: the number 1e999 is too large"},
    BadPlan{"{}", {"seed=1e30"}, {}, "command line: /seed: expected a smaller whole number, found the number 1e30"},
    BadPlan{"{}", {"a=\xFF"}, {}, "command line: this option is not UTF-8"},
    BadPlan{"{}", {"extends=x.json"}, {}, "command line: \"extends\" cannot be set: files are merged before"},
    BadPlan{R"({"l": [1, 2]})",
            {"l.2=5"},
            {},
            "command line: \"l\" is a list of 2 items, with the indices 0 to 1; it has no \"2\""},
    BadPlan{R"({"l": [1]})",
            {"l.-1=5"},
            {},
            "command line: \"l\" is a list of 1 item, with the indices 0 to 0; it has no \"-1\""},
    BadPlan{R"({"l": []})", {"l.units=5"}, {}, "command line: \"l\" is a list of 0 items; it has no \"units\""},
    BadPlan{R"({"a": {"n": true}})", {"a.n.x=5"}, {}, "command line: \"a.n\" is true, which has no \"x\""},
    BadPlan{"{}", {"repeats=none"}, {}, "command line: /repeats: expected a whole number, found the string \"none\""},
    BadPlan{"{}", {"name=a/b"}, {}, "command line: /name: a name becomes a folder: no / or \\ in it"},
    BadPlan{"{}", {}, {"a"}, "command line: expected KEY=V1,V2,… or KEY=A..B: there is no \"=\""},
    BadPlan{"{}", {}, {"a="}, "command line: expected a value, found nothing"},
    BadPlan{"{}", {}, {"a=1,,2"}, "command line: expected a value, found nothing"},
    BadPlan{"{}", {}, {"a=1,2,1"}, "command line: the value 1 is here twice"},
    BadPlan{"{}", {}, {"a=5..1"}, "command line: a range counts upwards: did you mean 1..5?"},
    BadPlan{"{}", {}, {"a=0.1..0.5"}, "command line: A..B counts whole numbers; list others with commas: KEY=0.1,0.01"},
    BadPlan{"{}", {}, {"a=0..9999999999"}, "command line: more than 20,000 values"},
    BadPlan{"{}", {}, {"a=-9223372036854775808..9223372036854775807"}, "command line: more than 20,000 values"},
    BadPlan{"{}", {}, {"name=a,b"}, "command line: \"name\" cannot be swept"},
    BadPlan{"{}", {"a=1"}, {"a=2,3"}, "command line: \"a\" is set by another option and cannot vary"},
    BadPlan{"{}", {}, {"a=1", "a=2"}, "command line: \"a\" is varied twice; list all values in one option"},
    BadPlan{R"({"l": [1]})",
            {},
            {"l.3=1,2"},
            "command line: \"l\" is a list of 1 item, with the indices 0 to 0; it has no \"3\""}};
INSTANTIATE_TEST_SUITE_P(OnTheCommandLine, PlanMistakes, testing::ValuesIn(on_the_command_line_mistakes));

TEST(Plan, AKeyThatComesTwiceHidesNoOtherProblem) {
  const PlanFolder files;
  files.write("base.json", R"({"seed": 1, "seed": 2})");
  const std::string message =
      files.error(R"({"extends": "base.json", "repeats": 1, "repeats": 2, "variants": {"x": 1}})");
  for (const char* part : {"base.json:1:13: /seed: the key \"seed\" is here for the second time",
                           "c.json:1:40: /repeats: the key \"repeats\" is here for the second time", "/variants/x: "})
    EXPECT_NE(message.find(part), std::string::npos) << part << "\n" << message;
}

TEST(Plan, ManyProblemsComeInOneGo) {
  const PlanFolder files;
  PlanOptions options;
  options.set = {"a"};
  const std::string message = files.error(R"({"name": "", "variants": {"x": 1, "y": {"name": 1}}})", options);
  for (const char* part :
       {"command line: expected", "/name: a name is not empty", "/variants/x: ", "/variants/y/name: "})
    EXPECT_NE(message.find(part), std::string::npos) << part << "\n" << message;
}

}  // namespace
}  // namespace mlp
