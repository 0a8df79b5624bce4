// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/applied.h"

#include "models/access/postgresql/abilities.h"
#include "models/access/postgresql/documents.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

using namespace postgresql;

std::string reasonText(const Reason& r) {
  switch (r.ground) {
  case Ground::Superuser:
    return r.role + " is a superuser";
  case Ground::Owner:
    return r.role + " owns it";
  case Ground::Everybody:
    return r.builtIn ? "PUBLIC has it, built in" : "PUBLIC has it";
  case Ground::Entry:
    return r.role + " has it" + (r.builtIn ? ", built in" : r.grantor.empty() ? "" : ", from " + r.grantor);
  case Ground::Predefined:
    return r.role + " gives it";
  }
  return {};
}

/// Rows of one database.
class Rows {
public:
  Rows(const DocumentCatalogue& from, const HeldDocumentPtr& principal, Instant now)
      : from_(from), principal_(principal), now_(now) {}

  Result<void> add(const std::string& role, bool first, AnsweredRows& out) {
    COUNTERSIGN_ASSIGN(const Catalogue catalogue, Catalogue::of(from_.rows));
    const RoleGraph graph(catalogue);
    COUNTERSIGN_ASSIGN(const Abilities abilities, abilitiesOf(graph, role));
    firstObject_ = catalogue.rows().objects.data();
    for (const Ability& ability : abilities.rows)
      // Attributes and databases are of the cluster: once is enough.
      if (first || (ability.kind == AbilityKind::Object && inDatabase(ability)) ||
          ability.kind == AbilityKind::Future)
        row(ability, out);
    for (const std::string& what : abilities.missing)
      out.missing.push_back(inThis(what));
    if (abilities.cut) out.missing.push_back(inThis("there are more rows than are shown"));
    return {};
  }

private:
  std::string inThis(const std::string& text) const {
    return text + (from_.database.empty() ? "" : " (database " + from_.database + ")");
  }
  HeldDocumentPtr documentOf(const Ability& ability) const {
    if (ability.object == nullptr) return nullptr;
    const auto at = static_cast<std::size_t>(ability.object - firstObject_);
    return at < from_.objects.size() ? from_.objects[at] : nullptr;
  }
  bool inDatabase(const Ability& ability) const {
    const HeldDocumentPtr d = documentOf(ability);
    return d != nullptr && d->document.content.has("database");
  }

  void row(const Ability& ability, AnsweredRows& out) {
    AnsweredRow base{{}, ability.subject, answerOf(ability), documentOf(ability), {}};
    if (!ability.column.empty())
      base.resource = "column " + quotedName(ability.column) + " of " + base.resource;
    if (!from_.database.empty() && (inDatabase(ability) || ability.kind == AbilityKind::Future))
      base.resource += " in database " + quotedName(from_.database);
    if (base.document) base.inner = ability.reason.ground == Ground::Owner ? "/owner" : "/acl";
    if (base.document && base.document->document.content.find(base.inner) == nullptr) base.inner.clear();
    if (ability.kind == AbilityKind::Object || ability.kind == AbilityKind::Future) {
      for (const std::string& privilege : privilegeNames(ability.privileges)) {
        base.action = privilege;
        out.rows.push_back(base);
      }
      return;
    }
    const bool admin = ability.kind == AbilityKind::Admin,
               predefined = ability.kind == AbilityKind::Capability;
    base.action = admin ? "GRANT" : predefined ? ability.text : ability.subject;
    if (!admin && !predefined) {
      base.resource = ability.kind == AbilityKind::Everything ? "everything" : "cluster";
      base.document = principal_;
      if (ability.afterSetRole) base.document = nullptr;
    }
    out.rows.push_back(std::move(base));
  }

  Answer answerOf(const Ability& ability) const {
    Answer out;
    for (const RoleStep& step : ability.chain)
      out.why.push_back({step.setRole ? "SET ROLE" : "membership", step.text(), {}, {}});
    const bool object = ability.kind == AbilityKind::Object;
    const std::string reason = object || ability.kind == AbilityKind::Future
                                   ? ability.text + ": " + reasonText(ability.reason)
                                   : ability.text;
    out.why.push_back({object ? "privileges" : "role", reason, {}, {}});
    if (ability.afterSetRole) {
      std::string to;
      for (const RoleStep& step : ability.chain)
        if (step.setRole) to = step.role;
      out.conditions.push_back("after SET ROLE" + (to.empty() ? "" : " " + quotedName(to)));
    }
    for (const std::string& lack : ability.lacks)
      out.conditions.push_back("with " + lack + ", which it does not have");
    if (ability.kind == AbilityKind::Future) out.conditions.emplace_back("for objects that are made later");
    if (ability.kind == AbilityKind::Attribute && ability.subject == "LOGIN") login(out);
    out.verdict = out.conditions.empty() ? Verdict::Allowed : Verdict::Conditional;
    return out;
  }

  /// The end of a password is not the end of the login: certificates and other methods go on.
  void login(Answer& out) const {
    const auto until = parseRfc3339(principal_->document.content["passwordValidUntil"].asString());
    if (!until) return;
    if (*until > now_)
      out.until = *until;
    else
      out.conditions.emplace_back("by another way than its password, which is no longer valid");
  }

  const DocumentCatalogue& from_;
  const HeldDocumentPtr& principal_;
  Instant now_;
  const Object* firstObject_ = nullptr;
};

void unique(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

} // namespace

AnsweredRows postgresql::effectiveRows(DocumentReader& reader, const HeldDocumentPtr& principal,
                                       Instant now) {
  AnsweredRows out;
  if (principal->document.object.kind != "pg.role" || principal->role != SourceRole::Live) return out;
  out.known = true;
  const RoleDocuments documents = catalogueOf(reader, principal);
  out.missing = documents.missing;
  bool first = true;
  for (const DocumentCatalogue& database : documents.databases) {
    Rows rows(database, principal, now);
    if (const auto added = rows.add(documents.role, first, out); !added)
      out.missing.push_back("what the role can do: " + added.error().message);
    first = false;
  }
  unique(out.missing);
  return out;
}

GrantList postgresqlGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  GrantList out;
  if (plane != SourceRole::Live) return out;
  AnsweredRows effective = postgresql::effectiveRows(reader, principal, Instant{});
  out.known = effective.known;
  out.missing = std::move(effective.missing);
  for (AnsweredRow& row : effective.rows) {
    Grant g;
    g.action = g.shown = row.action;
    g.resource = row.resource;
    for (const std::string& condition : row.answer.conditions)
      g.condition += (g.condition.empty() ? "" : "; ") + condition;
    g.scope = principal->document.content["cluster"].asString();
    for (auto step = row.answer.why.rbegin(); step != row.answer.why.rend(); ++step)
      g.path += (g.path.empty() ? "" : " ← ") + step->text;
    g.document = std::move(row.document);
    g.inner = std::move(row.inner);
    out.grants.push_back(std::move(g));
  }
  return out;
}

} // namespace countersign
