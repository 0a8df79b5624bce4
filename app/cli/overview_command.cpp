// SPDX-License-Identifier: Apache-2.0
#include "app/cli/change_views.h"
#include "app/cli/json_views.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

namespace countersign::cli {
namespace {

constexpr const char* examples = "Examples:\n"
                                 "  countersign overview                 what needs doing now\n"
                                 "  countersign overview --json | jq '.todo[].text'\n"
                                 "\n"
                                 "A record counts as current while its seal is current or ageing. Exit "
                                 "codes: 0 nothing is to do, 1 something\n"
                                 "is, or there are no records (an empty population is never complete).";

Json number(std::size_t n) {
  return Json(static_cast<std::int64_t>(n));
}

std::string percent(std::size_t part, std::size_t whole) {
  if (whole == 0) return "-";
  double value = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (part < whole) value = std::min(value, 99.9); // not all is never 100
  char out[16];
  std::snprintf(out, sizeof out, part == whole ? "%.0f %%" : "%.1f %%", value);
  return out;
}

Json todoJson(const Todo& t) {
  Json records = Json::array();
  for (const RecordId id : t.records)
    records.push(Json(id));
  Json out = Json::object();
  out.set("kind", name(t.kind)).set("text", t.text).set("count", number(t.count));
  out.set("where", stringsJson(t.where));
  return out.set("records", std::move(records)).set("source", t.source == 0 ? Json() : Json(t.source));
}

/// Where changes are not as asked for: " (in AWS account 111122223333, prod-eu)".
std::string whereText(const Todo& t) {
  constexpr std::size_t most = 3;
  std::string out;
  for (std::size_t i = 0; i < std::min(most, t.where.size()); ++i)
    out += (i == 0 ? " (in " : ", ") + t.where[i];
  if (t.where.size() > most) out += " and " + std::to_string(t.where.size() - most) + " more";
  return out.empty() ? out : out + ")";
}

Json overviewJson(const Overview& o, const std::vector<SourceRow>& sources) {
  Json out = Json::object();
  out.set("at", formatRfc3339(o.at)).set("records", number(o.records)).set("current", number(o.current));
  out.set("ageing", number(o.ageing));
  out.set("certifications", Json::object()
                                .set("stand", number(o.stands))
                                .set("moved", number(o.moved))
                                .set("exceptions", number(o.exceptions))
                                .set("expired", number(o.expired)));
  out.set("drift", Json::object()
                       .set("permissions", number(o.permissions))
                       .set("agree", number(o.agree))
                       .set("differences", number(o.differences))
                       .set("causes", number(o.causes)));
  out.set("changeToEvidence", percentilesJson(o.latency)).set("changes", number(o.changes));
  out.set("neverLanded", number(o.neverLanded));
  out.set("revocations", Json::object()
                             .set("open", number(o.revocationsOpen))
                             .set("unknown", number(o.revocationsUnknown))
                             .set("oldest", timeJson(o.oldestRevocation)));
  return out.set("sources", listJson(sources, sourceJson)).set("todo", listJson(o.todo, todoJson));
}

void printFigures(const Overview& o) {
  const auto count = [](std::size_t n) { return std::to_string(n); };
  Table table({"FIGURE", "VALUE", "OF WHAT"});
  table.add({"records that are current", percent(o.current + o.ageing, o.records),
             count(o.current + o.ageing) + " of " + count(o.records) + ", " + count(o.ageing) + " ageing"});
  table.add(
      {"certifications still standing", count(o.stands), count(o.moved) + " reopened by state that moved"});
  table.add({"requested = effective", percent(o.agree, o.permissions),
             count(o.differences) + " differences, " + count(o.causes) + " common causes"});
  table.add({"change to evidence, p95", o.latency.count == 0 ? "-" : drift::text(o.latency.p95),
             count(o.latency.count) + " of " + count(o.changes) + " changes, " + count(o.neverLanded) +
                 " never landed"});
  table.add({"revocations not landed", count(o.revocationsOpen),
             "oldest " + timeText(o.oldestRevocation) + ", " + count(o.revocationsUnknown) + " unknown"});
  table.print(std::cout);
}

void printSources(const std::vector<SourceRow>& sources, Instant now) {
  Table table({"SOURCE", "ROLE", "AGE", "WINDOW", "OWNER", "FALLBACK"});
  const auto orNone = [](const std::string& who) { return who.empty() ? "none" : who; };
  for (const SourceRow& s : sources)
    table.add({s.name, std::string(name(s.role)),
               s.lastCaptured ? formatDuration(std::chrono::duration_cast<Seconds>(now - *s.lastCaptured))
                              : "never",
               formatWindow(s.window), orNone(s.owner), orNone(s.fallback)});
  if (table.empty()) return;
  std::cout << '\n';
  table.print(std::cout);
}

Result<int> overview(const Session& session) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const Overview o, desk->overview());
  COUNTERSIGN_ASSIGN(const auto sources, desk->sources());
  if (session.json)
    printJson(overviewJson(o, sources));
  else {
    printFigures(o);
    printSources(sources, o.at);
    std::cout << "\nDo now\n";
    for (const Todo& todo : o.todo)
      std::cout << "  " << printable(todo.text + whereText(todo)) << '\n';
    if (o.todo.empty()) std::cout << (o.records == 0 ? "  import exports\n" : "  nothing\n");
  }
  return o.todo.empty() && o.records > 0 ? Done : Failed;
}

} // namespace

void addOverviewCommand(CLI::App& root, Session& session) {
  CLI::App* app = root.add_subcommand("overview", "What needs doing now, in figures and as a list");
  app->footer(examples);
  runs(app, session, [&session] { return overview(session); });
}

} // namespace countersign::cli
