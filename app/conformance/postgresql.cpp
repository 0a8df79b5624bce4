// SPDX-License-Identifier: Apache-2.0
// Kind "postgresql", format "catalogue": the catalogue of a database as CSV, and what has_…_privilege and
// pg_has_role said to every role, object and privilege.
#include "app/conformance/conformance.h"
#include "models/access/postgresql/csv.h"
#include "models/access/postgresql/privileges.h"

namespace countersign::conformance {
namespace {

namespace pg = postgresql;

std::string shown(Verdict verdict) {
  return verdict == Verdict::Allowed ? "t" : verdict == Verdict::Denied ? "f" : "not evaluated";
}

/// pg_class has to come before pg_attribute.
constexpr const char* tables[] = {"pg_roles",    "pg_auth_members",  "pg_class_acl",    "pg_attribute_acl",
                                  "pg_proc_acl", "pg_namespace_acl", "pg_database_acl", "pg_default_acl"};

Result<pg::Catalogue> readCatalogue(const Suite& suite) {
  pg::CatalogueRows rows;
  for (const auto& folder : suite.inputs)
    for (const char* table : tables) {
      const auto file = folder / (std::string(table) + ".csv");
      if (!std::filesystem::exists(file)) continue;
      COUNTERSIGN_ASSIGN(const std::string text, readText(file));
      COUNTERSIGN_TRY(pg::addCatalogueCsv(rows, table, text));
    }
  return pg::Catalogue::of(std::move(rows));
}

/// The recorded answers name relations and functions "schema.name", unquoted.
std::string resourceOf(const std::string& kind, const std::string& object) {
  const auto dot = object.find('.');
  if (dot == std::string::npos) return kind + ' ' + pg::quotedName(object);
  return kind + ' ' + pg::quotedName(object.substr(0, dot)) + '.' + pg::quotedName(object.substr(dot + 1));
}

void privileges(const pg::RoleGraph& graph, const std::string& kind, const pg::CsvTable& csv, Tally& tally) {
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    Question question;
    question.principal = csv.at(i, "role");
    question.action = csv.at(i, "privilege");
    question.resource = resourceOf(kind, csv.at(i, "object"));
    if (kind == "column") question.resource += '.' + pg::quotedName(csv.at(i, "col"));
    tally.check(question.principal + ": " + question.action + " on " + question.resource,
                csv.at(i, "granted"), shown(pg::answer(graph, question).verdict));
  }
}

void memberships(const pg::RoleGraph& graph, const pg::CsvTable& csv, Tally& tally) {
  for (std::size_t i = 0; i < csv.rows(); ++i)
    for (const auto& [column, action] : {std::pair{"member", "MEMBER"}, std::pair{"usage", "USAGE"}}) {
      Question question;
      question.principal = csv.at(i, "role");
      question.action = action;
      question.resource = "role " + pg::quotedName(csv.at(i, "of_role"));
      tally.check(question.principal + ": " + action + " of " + question.resource, csv.at(i, column),
                  shown(pg::answer(graph, question).verdict));
    }
}

Result<void> catalogue(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const pg::Catalogue rows, readCatalogue(suite));
  const pg::RoleGraph graph(rows);
  for (const char* kind : {"table", "column", "sequence", "function", "schema", "database", "membership"}) {
    COUNTERSIGN_ASSIGN(const std::string text,
                       readText(suite.decisions / ("oracle_" + std::string(kind) + ".csv")));
    COUNTERSIGN_ASSIGN(const pg::CsvTable csv, pg::CsvTable::read(text));
    std::string(kind) == "membership" ? memberships(graph, csv, tally) : privileges(graph, kind, csv, tally);
  }
  return {};
}

} // namespace

void addPostgresql(Runners& runners) {
  runners[{"postgresql", "catalogue"}] = catalogue;
}

} // namespace countersign::conformance
