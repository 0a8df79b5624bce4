// SPDX-License-Identifier: Apache-2.0
#include "app/cli/change_views.h"
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/session.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* showExamples =
    "Examples:\n"
    "  countersign show backup-writer                 what is signed, word for word\n"
    "  countersign show 9f2c41ab77e05d10 --closure    and the documents that decide about it\n"
    "  countersign show backup-writer --why           and what decides each permission\n"
    "  countersign show backup-writer --trace         and where each value was read\n"
    "  countersign show backup-writer --bytes s3:PutObject     the export's own bytes behind a value\n"
    "  countersign show backup-writer --as-of 2026-11-01T00:00:00Z\n"
    "\n"
    "RECORD is a record's 16-digit id, a principal's uid, or a name that only one record has.";

constexpr const char* diffExamples =
    "Examples:\n"
    "  countersign diff backup-writer                 since it was last certified\n"
    "  countersign diff backup-writer --from 2026-11-01T00:00:00Z --to 2026-11-20T00:00:00Z";

struct ShowOptions {
  std::string record, asOf, bytes, grants = "all";
  bool trace = false, closure = false, why = false;
};

struct DiffOptions {
  std::string record, from, to;
  bool sinceCertified = false;
};

/// Every value of a view that says where it comes from.
std::vector<std::pair<std::string, Trace>> traced(const RecordView& v) {
  std::vector<std::pair<std::string, Trace>> out;
  for (const auto* facts : {&v.ownerFacts, &v.locationFacts, &v.credentialFacts})
    for (const Fact& f : *facts)
      out.emplace_back(f.label + ": " + f.value, f.trace);
  for (const GrantRow& g : v.grants)
    out.emplace_back(g.action + " on " + g.resource, g.trace);
  for (const TrailRow& t : v.trail)
    out.emplace_back(timeText(t.at) + " " + t.title, t.trace);
  for (const Attention& a : v.attention)
    out.emplace_back(a.text, a.trace);
  return out;
}

void printClosure(const RecordView& v) {
  std::cout << "\nWhat decides about it (its digest is the state above)\n";
  for (const ClosureEntry& c : v.closure)
    std::cout << "  " << (c.digest.empty() ? "absent      " : c.digest.substr(0, 12)) << "  "
              << printable(c.what) << (c.source.empty() ? "" : " · " + printable(c.source))
              << (c.live ? " · live, seen " + timeText(c.seenAt) : "") << '\n';
}

/// Beside what is signed: these change by time passing.
void printLights(const RecordView& v) {
  const std::pair<const char*, const Light*> lights[] = {{"Owned", &v.lights.owned},
                                                         {"Right-sized", &v.lights.rightSized},
                                                         {"Rotated", &v.lights.rotated},
                                                         {"Reviewed", &v.lights.reviewed}};
  std::cout << "\nFour questions (not part of what is signed)\n";
  for (const auto& [question, light] : lights)
    std::cout << "  " << question << ": " << name(light->state) << " — " << printable(light->reason) << '\n';
}

/// Beside what is signed: what was asked for about it, and what became of that in each system.
void printFollowed(const std::vector<ChangeRow>& changes) {
  if (changes.empty()) return;
  std::cout << "\nWhat was asked for (not part of what is signed)\n";
  for (const ChangeRow& r : changes) {
    std::cout << "  " << printable(r.id + ": " + wishText(r.wish)) << ": " << drift::name(r.state)
              << (r.text.empty() ? "" : " — ") << printable(r.text) << '\n';
    for (const drift::PlaceOutcome& p : r.places)
      std::cout << "      " << printable(p.name) << ": " << drift::name(p.state) << '\n';
  }
}

/// The masked bytes behind the first value in which `text` occurs.
Result<int> printBytes(const Session& session, Desk& desk, const RecordView& v, const std::string& text) {
  for (const auto& [label, trace] : traced(v)) {
    if (label.find(text) == std::string::npos || !trace.known()) continue;
    COUNTERSIGN_ASSIGN(const SourceBytes bytes, desk.sourceBytes(trace));
    if (session.json) {
      printJson(Json::object()
                    .set("value", label)
                    .set("trace", traceJson(trace))
                    .set("text", bytes.text)
                    .set("offset", static_cast<std::int64_t>(bytes.offset))
                    .set("note", bytes.note));
      return Done;
    }
    std::cout << printable(label) << '\n' << printable(traceText(trace)) << '\n';
    std::cout << (bytes.text.empty() ? printable(bytes.note) : printableLines(bytes.text)) << '\n';
    return Done;
  }
  return failure(ErrorCode::NotFound,
                 "no value of this record that comes from an export says '" + text + "'");
}

/// Leaves only the worst grants in place. Error: InvalidArgument.
Result<void> shorten(RecordView& v, const std::string& grants) {
  if (grants == "all") return {};
  std::size_t n = 0;
  if (!CLI::detail::lexical_cast(grants, n))
    return failure(ErrorCode::InvalidArgument, "--grants: '" + grants + "' is neither a number nor 'all'");
  if (v.grants.size() > n) {
    v.notEvaluated.push_back(std::to_string(v.grants.size() - n) +
                             " more permissions are not shown; --grants all shows them");
    v.grants.resize(n);
  }
  return {};
}

Result<int> show(const Session& session, const ShowOptions& o) {
  COUNTERSIGN_ASSIGN(const auto asOf, parseTime(o.asOf, "--as-of"));
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const RecordId id, desk->findRecord(o.record));
  COUNTERSIGN_ASSIGN(RecordView view, desk->record(id, asOf));
  if (!o.bytes.empty()) return printBytes(session, *desk, view, o.bytes);
  COUNTERSIGN_TRY(shorten(view, o.grants));
  std::optional<std::vector<ChangeRow>> changes; // what became of requests is known of now alone
  if (!asOf) {
    COUNTERSIGN_ASSIGN(changes, desk->changesOf(id));
  }
  if (session.json) {
    printJson(viewJson(view).set("changes", changes ? listJson(*changes, changeJson) : Json()));
    return Done;
  }
  std::cout << printableLines(o.why ? viewText(view) : shortText(view));
  printLights(view);
  if (changes) printFollowed(*changes);
  if (o.closure) printClosure(view);
  if (o.trace) {
    std::cout << "\nWhere it was read\n";
    for (const auto& [label, trace] : traced(view))
      std::cout << "  " << printable(label) << "\n      " << printable(traceText(trace)) << '\n';
  }
  return Done;
}

Result<int> diff(const Session& session, const DiffOptions& o) {
  COUNTERSIGN_ASSIGN(const auto from, parseTime(o.from, "--from"));
  COUNTERSIGN_ASSIGN(const auto to, parseTime(o.to, "--to"));
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const RecordId id, desk->findRecord(o.record));
  COUNTERSIGN_ASSIGN(const auto differences,
                     from ? desk->differencesBetween(id, *from, to.value_or(session.clock->now()))
                          : desk->differencesSinceCertified(id));
  if (session.json) {
    printJson(Json::object().set("record", id).set("differences", listJson(differences, differenceJson)));
    return Done;
  }
  for (const Difference& d : differences)
    std::cout << printable(differenceText(d)) << '\n';
  if (differences.empty() && !session.quiet) std::cerr << "no difference\n";
  return Done;
}

} // namespace

void addShowCommands(CLI::App& root, Session& session) {
  auto o = std::make_shared<ShowOptions>();
  CLI::App* app = root.add_subcommand("show", "One record: owner, reach, where it is active, audit trail");
  app->footer(showExamples);
  app->add_option("RECORD", o->record, "Which one")->required();
  app->add_option("--as-of", o->asOf, "As it was at this time (RFC 3339); nothing can be decided then")
      ->type_name("TIME");
  app->add_option("--grants", o->grants,
                  "How many permissions, worst first, or all (the default, which is what is signed)")
      ->type_name("N|all");
  app->add_flag("--why", o->why,
                "Also what decides each permission, step by step: what is signed has this too");
  app->add_flag("--closure", o->closure,
                "Also the documents that decide about it, and what was looked for and not found");
  app->add_flag("--trace", o->trace, "Also where each value was read: source, snapshot, file, place");
  app->add_option("--bytes", o->bytes,
                  "The export's own bytes, secrets masked, behind the first value with this text")
      ->type_name("TEXT");
  runs(app, session, [&session, o] { return show(session, *o); });

  auto d = std::make_shared<DiffOptions>();
  CLI::App* differ = root.add_subcommand("diff", "What changed in a record");
  differ->footer(diffExamples);
  differ->add_option("RECORD", d->record, "Which one")->required();
  auto* since =
      differ->add_flag("--since-certified", d->sinceCertified, "Since it was last certified (the default)");
  auto* from =
      differ->add_option("--from", d->from, "From this time (RFC 3339)")->type_name("TIME")->excludes(since);
  differ->add_option("--to", d->to, "To this time; without it, to now")->type_name("TIME")->needs(from);
  runs(differ, session, [&session, d] { return diff(session, *d); });
}

} // namespace countersign::cli
