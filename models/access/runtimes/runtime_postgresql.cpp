// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/applied.h"
#include "models/access/postgresql/documents.h"
#include "models/access/postgresql/privileges.h"
#include "models/access/runtimes/answered.h"
#include "models/access/runtimes/runtimes.h"

#include <algorithm>

namespace countersign {
namespace {

/// A privilege (PostgreSQL documentation, "Privileges"), perhaps WITH GRANT OPTION; upper case.
bool understands(std::string_view action) {
  constexpr std::string_view words[] = {
      "SELECT",  "INSERT",    "UPDATE", "DELETE",  "TRUNCATE", "REFERENCES",   "TRIGGER", "USAGE",   "CREATE",
      "CONNECT", "TEMPORARY", "TEMP",   "EXECUTE", "SET",      "ALTER SYSTEM", "MEMBER",  "MAINTAIN"};
  const std::string_view word = action.substr(0, action.find(" WITH "));
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

void give(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now, RuntimeCaches&,
          PlaneGrants& to) {
  append(to.applied, postgresqlGrants(reader, principal, SourceRole::Live));
  append(to.effective, effectiveOf(postgresql::effectiveRows(reader, principal, now)));
}

Answer answer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
              RuntimeCaches&) {
  const postgresql::RoleDocuments documents = postgresql::catalogueOf(reader, principal);
  Question asked = question;
  asked.principal = documents.role;
  Answer best;
  best.missing = documents.missing;
  bool first = true;
  for (const postgresql::DocumentCatalogue& database : documents.databases) {
    const auto catalogue = postgresql::Catalogue::of(database.rows);
    if (!catalogue) {
      best.missing.push_back(catalogue.error().message);
      continue;
    }
    const postgresql::RoleGraph graph(*catalogue);
    Answer here = postgresql::answer(graph, asked);
    // An object that one database does not know may lie in another one.
    if (first || best.verdict == Verdict::NotEvaluated) best = std::move(here);
    first = false;
  }
  return best;
}

} // namespace

Runtime postgresqlRuntime() {
  return {"postgresql", {"pg.role"}, "SELECT", "table public.orders", understands, give, answer};
}

} // namespace countersign
