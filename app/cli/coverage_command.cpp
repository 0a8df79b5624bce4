// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_views.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign coverage                 what is not known, and how many records that touches\n"
    "  countersign coverage --json\n"
    "\n"
    "Exit codes: 0 everything that was imported is complete and every permission was decided, 1 not so (an "
    "empty\n"
    "population is never complete).";

Json coverageJson(const AccessCoverage& c, const std::vector<SourceRow>& sources) {
  const auto number = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  Json gaps = Json::array();
  for (const AccessCoverage::Gap& gap : c.gaps)
    gaps.push(Json::object().set("text", gap.text).set("records", number(gap.records)));
  Json partial = Json::array();
  for (const SourceRow& s : sources)
    if (!s.complete || s.gaps > 0)
      partial.push(Json::object()
                       .set("source", s.key)
                       .set("completeness", s.completeness)
                       .set("gaps", number(s.gaps)));
  Json out = Json::object();
  out.set("records", number(c.records)).set("accessUnknown", number(c.unknown));
  out.set("permissions", number(c.permissions)).set("conditional", number(c.conditional));
  out.set("notEvaluated", number(c.notEvaluated));
  out.set("notKnown", std::move(gaps)).set("notKnownMore", number(c.moreGaps));
  out.set("sourcesNotComplete", std::move(partial));
  return out;
}

void print(const AccessCoverage& c, const std::vector<SourceRow>& sources) {
  const std::size_t decided = c.permissions - c.conditional - c.notEvaluated;
  if (c.records == 0) std::cout << "There are no records: nothing is covered.\n";
  std::cout << c.records << " records; of " << c.unknown << " nothing says what they can do\n"
            << c.permissions << " permissions: " << decided << " decided, " << c.conditional
            << " under conditions, " << c.notEvaluated << " not evaluated\n";
  if (!c.gaps.empty()) {
    std::cout << "\nWhat is not known\n";
    Table table({"RECORDS", "WHAT"});
    for (const AccessCoverage::Gap& gap : c.gaps)
      table.add({std::to_string(gap.records), gap.text});
    table.print(std::cout);
    if (c.moreGaps > 0) std::cout << "and " << c.moreGaps << " more\n";
  }
  Table table({"SOURCE", "GAPS", "COMPLETENESS"});
  for (const SourceRow& s : sources)
    if (!s.complete || s.gaps > 0) table.add({s.key, std::to_string(s.gaps), s.completeness});
  if (table.empty()) return;
  std::cout << "\nSources that are not complete\n";
  table.print(std::cout);
}

Result<int> coverage(const Session& session) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const AccessCoverage c, desk->accessCoverage());
  COUNTERSIGN_ASSIGN(const auto sources, desk->sources());
  if (session.json)
    printJson(coverageJson(c, sources));
  else
    print(c, sources);
  const bool sourcesWhole = std::all_of(sources.begin(), sources.end(),
                                        [](const SourceRow& s) { return s.complete && s.gaps == 0; });
  const bool whole = c.records > 0 && c.unknown == 0 && c.conditional == 0 && c.notEvaluated == 0 &&
                     c.gaps.empty() && c.moreGaps == 0 && sourcesWhole;
  return whole ? Done : Failed;
}

} // namespace

void addCoverageCommand(CLI::App& root, Session& session) {
  CLI::App* app = root.add_subcommand(
      "coverage", "What was not imported, not understood or not evaluated, and whom it touches");
  app->footer(examples);
  runs(app, session, [&session] { return coverage(session); });
}

} // namespace countersign::cli
