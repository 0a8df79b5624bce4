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
  const auto with = action.find(" WITH ");
  const std::string_view word = action.substr(0, with);
  const std::string_view option = with == std::string_view::npos ? std::string_view() : action.substr(with);
  if (!option.empty() && option != " WITH GRANT OPTION" && option != " WITH ADMIN OPTION") return false;
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

void give(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now, RuntimeCaches&,
          PlaneGrants& to) {
  append(to.applied, postgresqlGrants(reader, principal, SourceRole::Live));
  append(to.effective, effectiveOf(postgresql::effectiveRows(reader, principal, now)));
}

/// Steps name objects as people do; here are their documents.
void locate(const postgresql::DocumentCatalogue& database, std::vector<WhyStep>& steps) {
  for (WhyStep& step : steps) {
    for (std::size_t i = 0; i < database.objects.size() && !step.held; ++i)
      if (!step.document.empty() && database.rows.objects[i].shown() == step.document)
        step.held = database.objects[i];
    if (!step.held || step.held->document.content.find(step.pointer) == nullptr) step.pointer.clear();
    if (step.held) step.document = step.held->document.object.uid;
  }
}

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& what : from)
    if (std::find(to.begin(), to.end(), what) == to.end()) to.push_back(what);
}

struct InDatabase {
  std::string name;
  Answer answer;
};

bool knowsObject(const Answer& a) {
  return std::none_of(a.missing.begin(), a.missing.end(), [](const std::string& what) {
    return what.find("the catalogue has no such object") != std::string::npos;
  });
}

/// A name can be that of several objects, each in a database of its own.
Answer together(std::vector<InDatabase> all) {
  const auto is = [](Verdict v) { return [v](const InDatabase& one) { return one.answer.verdict == v; }; };
  const auto allowed = std::find_if(all.begin(), all.end(), is(Verdict::Allowed));
  if (allowed == all.end()) {
    const auto open = std::find_if(all.begin(), all.end(), is(Verdict::NotEvaluated));
    return std::move((open == all.end() ? all.front() : *open).answer);
  }
  Answer out = std::move(allowed->answer);
  if (std::all_of(all.begin(), all.end(), is(Verdict::Allowed))) return out;
  std::string where;
  for (const InDatabase& one : all)
    if (one.answer.verdict == Verdict::Allowed) where += (where.empty() ? "" : " or ") + one.name;
  out.verdict = Verdict::Conditional;
  out.conditions.push_back("it is the one in database " + where);
  return out;
}

Answer answer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
              RuntimeCaches&) {
  const postgresql::RoleDocuments documents = postgresql::catalogueOf(reader, principal, question.resource);
  Question asked = question;
  asked.principal = documents.role;
  std::vector<InDatabase> known;
  Answer none;
  for (const postgresql::DocumentCatalogue& database : documents.databases) {
    const auto catalogue = postgresql::Catalogue::of(database.rows);
    if (!catalogue) {
      none.missing.push_back(catalogue.error().message);
      continue;
    }
    const postgresql::RoleGraph graph(*catalogue);
    Answer here = postgresql::answer(graph, asked);
    locate(database, here.why);
    if (knowsObject(here))
      known.push_back({database.database, std::move(here)});
    else
      append(none.missing, here.missing);
  }
  Answer out = known.empty() ? none : together(std::move(known));
  if (out.verdict == Verdict::NotEvaluated) append(out.missing, documents.missing);
  out.nothingAllows = out.verdict == Verdict::NotEvaluated && out.why.empty(); // nothing denies there
  return out;
}

} // namespace

Runtime postgresqlRuntime() {
  return {"postgresql", {"pg.role"}, "SELECT", "table public.orders", understands, give, answer};
}

} // namespace countersign
