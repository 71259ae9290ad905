#include "page_nets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "html.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/core/text_width.h"
#include "mlp/report/run_figures.h"
#include "mlp/report/svg.h"
#include "page_parts.h"
#include "png.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t all_frames = 72, most_frames_of_a_net = 12, most_nets = 24;
constexpr std::size_t widest_matrix = 20;  // classes; of more, the largest numbers beside the diagonal

/// Who was taken for whom, over all runs of a group.
struct Confusion {
  std::vector<std::string> classes;
  std::vector<std::vector<double>> counts;  // [true][predicted]
  std::size_t runs = 0;
};

Confusion confusion_of(const std::vector<RunDetails>& runs) {
  Confusion sum;
  for (const RunDetails& run : runs) {
    const Json& matrix = at_path(run.summary, {"confusion_matrix"});
    const Json &classes = at_path(matrix, {"classes"}), &counts = at_path(matrix, {"counts"});
    if (!classes.is_array() || !counts.is_array() || classes.empty() || counts.size() != classes.size()) continue;
    std::vector<std::string> names;
    for (const Json& name : classes) names.push_back(plain_text(name));
    if (sum.classes.empty()) {
      sum.classes = names;
      sum.counts.assign(names.size(), std::vector<double>(names.size(), 0));
    }
    if (names.size() != sum.classes.size()) continue;
    ++sum.runs;
    for (std::size_t i = 0; i < names.size(); ++i)
      for (std::size_t k = 0; k < std::min(names.size(), counts[i].size()); ++k)
        sum.counts[i][k] += counts[i][k].is_number() ? counts[i][k].get<double>() : 0;
  }
  return sum;
}

std::string matrix_html(const Confusion& confusion, const std::string& net) {
  std::string table = "<table class=\"confusion\"><thead><tr><th scope=\"col\">true ↓<br>predicted →</th>";
  for (const std::string& name : confusion.classes)
    table += "<th scope=\"col\" class=\"number\">" + html::text(name) + "</th>";
  table += "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < confusion.classes.size(); ++i) {
    double all = 0;
    for (const double count : confusion.counts[i]) all += count;
    table += "<tr><th scope=\"row\">" + html::text(confusion.classes[i]) + "</th>";
    for (std::size_t k = 0; k < confusion.classes.size(); ++k) {
      const double share = all > 0 ? confusion.counts[i][k] / all : 0;
      table += std::string("<td class=\"number") +
               (i == k      ? " right"
                : share > 0 ? " wrong"
                            : "") +
               "\" style=\"--share:" + rounded(share, 3) + "\">" + grouped(std::llround(confusion.counts[i][k])) +
               "</td>";
    }
    table += "</tr>\n";
  }
  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Confusion matrix of " + html::text(net) +
         "\">" + table + "</tbody></table></div>\n";
}

/// The ten largest numbers beside the diagonal.
std::string mistakes_html(const Confusion& confusion) {
  std::vector<std::tuple<double, std::size_t, std::size_t>> mistakes;
  for (std::size_t i = 0; i < confusion.classes.size(); ++i)
    for (std::size_t k = 0; k < confusion.classes.size(); ++k)
      if (i != k && confusion.counts[i][k] > 0) mistakes.emplace_back(-confusion.counts[i][k], i, k);
  std::ranges::sort(mistakes);
  mistakes.resize(std::min<std::size_t>(mistakes.size(), 10));
  std::vector<std::vector<html::TableCell>> rows;
  for (const auto& [minus, i, k] : mistakes)
    rows.push_back(
        {html::text_cell(confusion.classes[i]), html::text_cell(confusion.classes[k]), html::number_cell(-minus, 9)});
  return html::table({{"true class"}, {"predicted"}, {"samples", true}}, rows, html::TableKind::plain);
}

std::string confusions_html(const PageContent& content) {
  std::string body;
  for (std::size_t g = 0; g < content.groups.size(); ++g) {
    const Confusion confusion = confusion_of(content.details[g]);
    if (confusion.classes.empty()) continue;
    const bool wide = confusion.classes.size() > widest_matrix;
    const std::string note = confusion.runs > 1 ? " (sum of " + std::to_string(confusion.runs) + " runs)" : "";
    body += "<div><h4>" + html::text(content.groups[g].label + note) + "</h4>\n" +
            (wide ? mistakes_html(confusion) : matrix_html(confusion, content.groups[g].label)) + "</div>\n";
  }
  if (body.empty()) return "";
  return "<h3>Confusion matrix of the test part</h3>\n<p class=\"note\">A row is a true class, a column a predicted "
         "one; "
         "the colour is the share of the row.</p>\n<div class=\"matrices\">\n" +
         body + "</div>\n";
}

/// The pixels of an image sample in grey, dark on light as ink on paper.
std::string sample_image(const Json& features, std::size_t height, std::size_t width, const std::string& name) {
  double low = INFINITY, high = -INFINITY;
  for (const Json& value : features)
    if (value.is_number()) low = std::min(low, value.get<double>()), high = std::max(high, value.get<double>());
  PixelImage image{width, height, {}};
  for (std::size_t i = 0; i < width * height; ++i) {
    const double value = i < features.size() && features[i].is_number() ? features[i].get<double>() : low;
    const double share = high > low ? (value - low) / (high - low) : 0;
    const auto grey = static_cast<std::uint8_t>(std::lround(255 * (1 - share)));
    image.pixels.push_back({grey, grey, grey, 255});
  }
  return "<img width=\"72\" height=\"72\" alt=\"" + html::text(name) + "\" src=\"" + data_uri(image) + "\">";
}

std::string worst_html(const Json& worst) {
  const Json &samples = at_path(worst, {"worst"}), &image = at_path(worst, {"image"}),
             &names = at_path(worst, {"feature_names"});
  if (!samples.is_array() || samples.empty()) return "";
  constexpr std::size_t largest_image = 256;  // pixels on a side
  const bool is_image = image.is_array() && image.size() == 2 && image[0].get<std::size_t>() <= largest_image &&
                        image[1].get<std::size_t>() <= largest_image;
  std::string body = "<div class=\"samples\">\n";
  for (const Json& sample : samples) {
    const std::string truth = plain_text(at_path(sample, {"true"})), said = plain_text(at_path(sample, {"predicted"}));
    const Json &features = at_path(sample, {"features"}), &row = at_path(sample, {"row"});
    body += "<figure class=\"sample\">";
    if (is_image) body += sample_image(features, image[0].get<std::size_t>(), image[1].get<std::size_t>(), truth);
    body += "<figcaption><strong>" + html::text(truth) + "</strong> taken for <strong>" + html::text(said) +
            "</strong><br>output " + html::text(rounded(at_path(sample, {"output_true"}).get<double>(), 3)) + " and " +
            html::text(rounded(at_path(sample, {"output_predicted"}).get<double>(), 3)) + "<br><small>sample " +
            html::text(plain_text(row));
    if (!is_image && features.is_array())
      for (std::size_t i = 0; i < features.size(); ++i)
        body += "<br>" + html::text((i < names.size() ? plain_text(names[i]) + " " : "") + plain_text(features[i]));
    body += "</small></figcaption></figure>\n";
  }
  return body + "</div>\n";
}

std::string all_worst_html(const PageContent& content) {
  std::string body;
  for (const NetOfGroup& net : content.nets) {
    const RunGroup& group = content.groups[net.group];
    try {
      const std::string samples = worst_html(net.worst);
      if (samples.empty()) continue;
      body += html::folded(group.label + ": " + plain_text(at_path(net.worst, {"mistakes"})) + " of " +
                               plain_text(at_path(net.worst, {"samples"})) + " samples of the " +
                               plain_text(at_path(net.worst, {"part"})) + " part" +
                               (group.runs.size() > 1 ? " (" + repeat_name(*net.run) + ")" : ""),
                           samples, body.empty());
    } catch (const nlohmann::json::exception&) {
      // Not as this version writes it: there is a report without it.
    }
  }
  if (body.empty()) return "";
  return "<h3>The worst mistakes</h3>\n<p class=\"note\">Samples that were taken for another class; first those whose "
         "true "
         "class has the smallest output. The outputs are those of the true and of the predicted class.</p>\n" +
         body;
}

/// The classes whose colours and signs the pictures have, where they are the same in all of them; else none.
std::vector<std::string> common_classes(const std::vector<const NetPicture*>& pictures) {
  const std::vector<std::string>& classes = pictures.front()->classes;
  const bool differ = std::ranges::any_of(pictures, [&](const NetPicture* p) { return p->classes != classes; });
  return differ ? std::vector<std::string>() : classes;
}

/// What the colours of the surfaces and the signs of the samples stand for.
std::string colours_html(const std::vector<std::string>& classes) {
  if (classes.empty()) return "";
  constexpr std::array signs{"●", "▲", "■"};
  std::string items;
  for (std::size_t i = 0; i < classes.size(); ++i)
    items += "<li><span style=\"color:" + class_colour(i) + "\">" + signs[i % signs.size()] + "</span> class " +
             html::text(classes[i]) + "</li>";
  return "<ul class=\"classes\">" + items + "</ul>\n";
}

/// The same below the title of a picture of its own: as many as there is room for, then "and 3 more".
void draw_classes(Svg& svg, Point at, double width, const std::vector<std::string>& classes) {
  constexpr double size = 12, sign_width = 14, gap = 18;
  const double end = at.x + width;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const std::string name = fitted("class " + classes[i], 30);
    const std::string more = "and " + std::to_string(classes.size() - i) + " more";
    const bool is_last = i + 1 == classes.size();
    const double room = is_last ? 0 : gap + text_width("and 99 more", size);
    if (at.x + sign_width + text_width(name, size) + room > end) return svg.text({at.x, at.y}, more, {.size = size});
    draw_class_sign(svg, {at.x + 4, at.y - 4}, i, 1.6);
    svg.text({at.x + sign_width, at.y}, name, {.size = size});
    at.x += sign_width + text_width(name, size) + gap;
  }
}

std::string pictures_html(const PageContent& content) {
  const std::vector<const NetPicture*> pictures = pictures_in(content.nets);
  if (pictures.empty()) return "";
  const bool several = std::ranges::any_of(content.groups, [](const RunGroup& g) { return g.runs.size() > 1; });
  std::string body =
      "<p class=\"note\">The output of each net by its features after the last epoch, and training samples.";
  if (std::ranges::any_of(pictures, [](const NetPicture* p) { return p->classes.size() == 2; }))
    body += " White is where the net is undecided.";
  if (several) body += " Shown is the run that is nearest to the median.";
  body += "</p>\n" + colours_html(common_classes(pictures)) +
          "<div class=\"controls\" data-for=\"nets\"></div>\n<div class=\"maps\">\n";
  for (std::size_t i = 0; i < pictures.size(); ++i)
    body += "<figure class=\"net\" data-net=\"" + std::to_string(i) + "\">" + pictures[i]->svg + "</figure>\n";
  return body + "</div>\n";
}

}  // namespace

Json read_views(const RunFolder& run) {
  std::error_code ignored;
  const std::filesystem::path path = run.folder / "views.json";
  if (run.folder.empty() || !std::filesystem::exists(path, ignored)) return {};
  try {
    const Json views = Json::parse(read_file(path), nullptr, /*allow_exceptions=*/false);
    return views.is_discarded() ? Json() : views;
  } catch (const InputError&) {
    return {};
  }
}

std::size_t typical_run(const RunGroup& group, const ComparedGroup& compared, const std::string& metric) {
  const auto spread = compared.metrics.find(metric);
  if (spread == compared.metrics.end()) return 0;
  std::size_t best = 0;
  double nearest = INFINITY;
  for (std::size_t i = 0; i < group.runs.size(); ++i) {
    if (!group.runs[i].summary) continue;
    const auto value = group.runs[i].summary->metrics.find(metric);
    if (value == group.runs[i].summary->metrics.end()) continue;
    const double distance = std::abs(value->second - spread->second.median);
    if (distance < nearest) nearest = distance, best = i;
  }
  return best;
}

std::vector<NetOfGroup> nets_of(std::span<const RunGroup> groups, const std::vector<ComparedGroup>& compared,
                                const Palette& palette, FramesOfNets frames) {
  const std::string metric = deciding_metric(compared);
  const std::size_t count = std::min(groups.size(), most_nets);
  const std::size_t of_each =
      std::clamp(all_frames / std::max<std::size_t>(count, 1), std::size_t{2}, most_frames_of_a_net);
  std::vector<NetOfGroup> nets;
  for (std::size_t g = 0; g < count; ++g) {
    const RunFolder& run = groups[g].runs[typical_run(groups[g], compared[g], metric)];
    const Json views = read_views(run);
    nets.push_back({g, &run, picture_of(views, groups[g].label, palette, frames == FramesOfNets::last ? 0 : of_each),
                    at_path(views, {"worst"})});
  }
  return nets;
}

std::vector<const NetPicture*> pictures_in(const std::vector<NetOfGroup>& nets) {
  std::vector<const NetPicture*> pictures;
  for (const NetOfGroup& net : nets)
    if (!net.picture.svg.empty()) pictures.push_back(&net.picture);
  return pictures;
}

std::string net_pictures_file(std::span<const RunGroup> groups, const std::string& title) {
  const std::vector<NetOfGroup> nets = nets_of(groups, compare(groups), print_palette(), FramesOfNets::last);
  const std::vector<const NetPicture*> pictures = pictures_in(nets);
  if (pictures.empty()) return "";
  const std::vector<std::string> classes = common_classes(pictures);
  const double edge = 20, top = classes.empty() ? 52 : 76;
  const std::size_t across = std::min<std::size_t>(pictures.size(), pictures.size() == 4 ? 2 : 3);
  const std::size_t down = (pictures.size() + across - 1) / across;
  Svg svg(2 * edge + static_cast<double>(across) * net_picture_width(),
          top + static_cast<double>(down) * net_picture_height(), title,
          "The output of each net by its features after the last epoch, and training samples.");
  svg.text({edge + 4, 36}, fitted(title, 30 * across), {.size = 19, .bold = true});
  draw_classes(svg, {edge + 4, 62}, static_cast<double>(across) * net_picture_width(), classes);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const std::size_t row = i / across, column = i % across;
    svg.picture({edge + static_cast<double>(column) * net_picture_width(),
                 top + static_cast<double>(row) * net_picture_height()},
                pictures[i]->svg);
  }
  return svg.str();
}

PageSection nets_section(const PageContent& content) {
  const std::string body = pictures_html(content) + confusions_html(content) + all_worst_html(content);
  return {"nets", "What the nets make of the data", body};
}

}  // namespace mlp
