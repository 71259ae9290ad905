#include "mlp/report/page.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "html.h"
#include "mlp/core/build_info.h"
#include "mlp/core/sha256.h"
#include "page_assets.h"
#include "page_parts.h"
#include "png.h"

namespace mlp {
namespace {

std::string bytes_of_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

std::string digest_source(std::string_view script) { return " 'sha256-" + base64(bytes_of_hex(sha256(script))) + "'"; }

/// Content Security Policy: nothing is loaded from anywhere, and no scripts run but the two with these digests,
/// whatever else should be wrong with the page.
std::string policy() {
  return "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
         "img-src data:; script-src" +
         digest_source(page_script()) + digest_source(page_again()) + "\">\n";
}

PageContent content_of(std::span<const RunGroup> groups, const std::string& title) {
  PageContent content{groups, compare(groups), {}, {}, title};
  content.nets = nets_of(groups, content.compared, page_palette(), FramesOfNets::several);
  for (const RunGroup& group : groups) {
    auto& details = content.details.emplace_back();
    for (const RunFolder& run : group.runs) details.push_back(read_details(run));
  }
  return content;
}

/// "2026-11-26 22:05:09 UTC"
std::string utc_text(std::int64_t seconds_since_1970) {
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds_since_1970)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d UTC", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

/// A page that shows itself anew: by its script, which waits while somebody is at work on it; else by the browser.
std::string reload_head(const PageOptions& options) {
  return "<meta name=\"mlp-reload\" content=\"2\" data-written=\"" + std::to_string(options.written_at) +
         "\" data-patience=\"" + std::to_string(options.patience) +
         "\">\n"
         "<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>\n";
}

std::string under_way_html(const PageOptions& options) {
  return "<p class=\"live\"><strong>Training goes on.</strong> " + html::text(options.under_way) +
         " <span id=\"reloads\">This page shows itself anew.</span> <span id=\"age\">Written on " +
         html::text(utc_text(options.written_at)) + ": if that is long ago, training has stopped.</span></p>\n";
}

std::string section_html(const PageSection& section) {
  return "<section id=\"" + section.id + "\"><h2>" + html::text(section.title) + "</h2>\n" + section.body +
         "</section>\n";
}

}  // namespace

std::string report_page(std::span<const RunGroup> groups, const PageOptions& options) {
  const PageContent content = content_of(groups, options.title);
  std::vector<PageSection> sections;
  for (const auto section :
       {headline_section, curves_section, flow_section, layers_section, histograms_section, nets_section, runs_section})
    if (PageSection one = section(content); !one.body.empty()) sections.push_back(std::move(one));
  std::string nav, body;
  for (const PageSection& section : sections) {
    nav += "<a href=\"#" + section.id + "\">" + html::text(section.title) + "</a>\n";
    body += section_html(section);
  }
  const bool live = !options.under_way.empty();
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" + policy() +
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
         (live ? reload_head(options) : "") + "<title>" + html::text(options.title) + "</title>\n<script>" +
         std::string(page_again()) + "</script>\n<style>\n" + std::string(page_style()) +
         "</style>\n</head>\n<body>\n<header>\n<h1>" + html::text(options.title) +
         "</h1>\n<nav aria-label=\"Sections\">\n" + nav + "</nav>\n</header>\n<main>\n" +
         (live ? under_way_html(options) : "") + body + "</main>\n<footer>Written by mlp " +
         html::text(build_info().version) +
         ". The numbers are those of history.csv, layers.csv and summary.json of each run.</footer>\n"
         "<script type=\"application/json\" id=\"data\">" +
         page_data(content) + "</script>\n<script>" + std::string(page_script()) + "</script>\n</body>\n</html>\n";
}

}  // namespace mlp
