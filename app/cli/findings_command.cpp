// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign findings                             what is wrong, worst first\n"
    "  countersign findings --severity high --json\n"
    "  countersign findings --rule old-credential --rule unused\n"
    "  countersign findings --gate critical             exit code 1 where there is one: for pipelines\n"
    "  countersign findings --rules                     the rules, their controls, and which could not look\n"
    "\n"
    "docs/findings.md has the same rules. Exit codes: 0 done, 1 a finding at or above the gate exists.";

struct FindingsOptions {
  std::vector<std::string> rules;
  std::string severity, gate, asOf;
  bool registry = false;
};

Result<std::optional<Severity>> severityOf(const std::string& text, const std::string& option) {
  if (text.empty()) return std::optional<Severity>();
  COUNTERSIGN_ASSIGN(const auto found,
                     parseWords<Severity>({text}, severityFrom, option, "low, medium, high, critical"));
  return std::optional(found.front());
}

Json controlsJson(const findings::Rule& rule) {
  Json out = Json::array();
  for (const findings::Control& c : rule.controls)
    out.push(Json::object().set("framework", std::string(c.framework)).set("id", std::string(c.id)));
  return out;
}

Json ruleJson(const findings::RuleCoverage& c) {
  const findings::Rule& rule = *c.rule;
  const auto texts = [](const std::vector<std::string_view>& list) {
    Json out = Json::array();
    for (const std::string_view text : list)
      out.push(std::string(text));
    return out;
  };
  Json severity = Json::object();
  for (const Tier tier : {Tier::Critical, Tier::High, Tier::Medium, Tier::Low})
    severity.set(std::string(name(tier)), std::string(name(rule.severityFor(tier))));
  Json out = Json::object();
  out.set("id", std::string(rule.id)).set("title", std::string(rule.title));
  out.set("severity", std::move(severity)).set("reads", texts(rule.reads));
  out.set("blind", std::string(rule.blind)).set("controls", controlsJson(rule));
  out.set("remedy", std::string(rule.remedy)).set("looks", c.looks());
  out.set("missing", texts(c.missing)).set("partly", texts(c.partly));
  return out;
}

void printRule(const findings::RuleCoverage& c) {
  const findings::Rule& rule = *c.rule;
  std::string severities, controls, missing;
  for (const Tier tier : {Tier::Critical, Tier::High, Tier::Medium, Tier::Low})
    severities += (severities.empty() ? "" : " ") + std::string(name(rule.severityFor(tier)));
  for (const findings::Control& one : rule.controls)
    controls += (controls.empty() ? "" : "; ") + std::string(one.framework) + " " + std::string(one.id);
  for (const std::string_view one : c.missing)
    missing += (missing.empty() ? "" : "; ") + std::string(one);
  std::cout << rule.id << "  " << rule.title << "\n  severity by tier (critical to low): " << severities
            << "\n  controls: " << controls << "\n  cannot see: " << rule.blind
            << "\n  remedy: " << rule.remedy << '\n';
  if (!c.looks()) std::cout << "  could not look: nothing was imported of " << missing << '\n';
}

Result<int> registry(const Session& session) {
  std::vector<findings::RuleCoverage> rules;
  if (session.workspace.empty()) { // the registry itself needs none
    for (const findings::Rule& rule : findings::allRules())
      rules.push_back({&rule, {}, {}});
  } else {
    COUNTERSIGN_ASSIGN(const auto desk, session.desk());
    COUNTERSIGN_ASSIGN(rules, desk->ruleCoverage());
  }
  if (session.json) {
    printJson(Json::object().set("rules", listJson(rules, ruleJson)));
    return Done;
  }
  for (const findings::RuleCoverage& c : rules)
    printRule(c);
  return Done;
}

Json findingJson(const FindingRow& r) {
  return Json::object()
      .set("record", r.uid)
      .set("name", r.name)
      .set("tier", std::string(name(r.tier)))
      .set("rule", r.finding.code)
      .set("severity", std::string(name(r.finding.severity)))
      .set("text", r.finding.text);
}

void print(const std::vector<FindingRow>& rows, bool quiet) {
  Table table({"SEVERITY", "RULE", "RECORD", "NAME", "TIER", "WHAT"});
  for (const FindingRow& r : rows)
    table.add({std::string(name(r.finding.severity)), r.finding.code, r.uid, r.name,
               std::string(name(r.tier)), r.finding.text});
  if (!table.empty()) table.print(std::cout);
  if (!quiet) std::cerr << rows.size() << (rows.size() == 1 ? " finding\n" : " findings\n");
}

Result<int> findingsOf(const Session& session, const FindingsOptions& o) {
  if (o.registry) return registry(session);
  COUNTERSIGN_ASSIGN(const auto severity, severityOf(o.severity, "--severity"));
  COUNTERSIGN_ASSIGN(const auto gate, severityOf(o.gate, "--gate"));
  FindingQuery query;
  query.rules = o.rules;
  // The gate looks at everything that it asks for, whatever is shown.
  query.atLeast = std::min(severity.value_or(Severity::Low), gate.value_or(Severity::Critical));
  COUNTERSIGN_ASSIGN(query.asOf, parseTime(o.asOf, "--as-of"));
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(auto rows, desk->findings(query));
  const bool closed = gate && std::any_of(rows.begin(), rows.end(),
                                          [&](const FindingRow& r) { return r.finding.severity >= *gate; });
  std::erase_if(rows, [&](const FindingRow& r) { return severity && r.finding.severity < *severity; });
  if (session.json)
    printJson(Json::object()
                  .set("findings", listJson(rows, findingJson))
                  .set("total", static_cast<std::int64_t>(rows.size()))
                  .set("gate", gate ? Json(std::string(name(*gate))) : Json())
                  .set("passes", !closed));
  else
    print(rows, session.quiet);
  return closed ? Failed : Done;
}

} // namespace

void addFindingsCommand(CLI::App& root, Session& session) {
  auto o = std::make_shared<FindingsOptions>();
  CLI::App* app = root.add_subcommand("findings", "What rules say is wrong with the identities, worst first");
  app->footer(examples);
  app->add_option("--rule", o->rules, "Of this rule alone; may be repeated")
      ->type_name("ID")
      ->allow_extra_args(false);
  app->add_option("--severity", o->severity, "low, medium, high or critical: this and worse")
      ->type_name("SEVERITY");
  app->add_option("--gate", o->gate, "Exit code 1 where a finding is as severe as this, or worse")
      ->type_name("SEVERITY");
  app->add_option("--as-of", o->asOf, "As it was at this time (RFC 3339)")->type_name("TIME");
  app->add_flag("--rules", o->registry,
                "The rules instead: controls, what each cannot see, which could not look");
  runs(app, session, [&session, o] { return findingsOf(session, *o); });
}

} // namespace countersign::cli
