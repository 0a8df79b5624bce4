// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/becomes.h"
#include "models/access/azure/effective.h"
#include "models/access/azure/tenant.h"
#include "models/access/runtimes/runtimes.h"

#include <algorithm>

namespace countersign {
namespace {

/// "Microsoft.Storage/storageAccounts/read", or one of the words that azure/decide.h knows in front.
bool understands(std::string_view action) {
  constexpr std::string_view words[] = {"data:", "app-role:", "scope:", "directory:"};
  const bool word = std::any_of(std::begin(words), std::end(words),
                                [&](std::string_view w) { return action.substr(0, w.size()) == w; });
  const auto dot = action.find('.'), slash = action.find('/');
  return action.find(' ') == std::string_view::npos &&
         (word || (action.find(':') == std::string_view::npos && dot != std::string_view::npos &&
                   slash != std::string_view::npos && dot < slash &&
                   action.find("googleapis.com/") == std::string_view::npos));
}

const char* prefixOf(azure::RowKind kind) {
  switch (kind) {
  case azure::RowKind::DataActions:
    return "data:";
  case azure::RowKind::ApplicationPermission:
    return "app-role:";
  case azure::RowKind::DelegatedPermission:
    return "scope:";
  case azure::RowKind::DirectoryRole:
    return "directory:";
  case azure::RowKind::Actions:
    break;
  }
  return "";
}

using Documents = std::map<std::string, HeldDocumentPtr, std::less<>>;

HeldDocumentPtr documentOf(const Documents& documents, const std::string& name) {
  const auto found = documents.find(name);
  return found == documents.end() ? nullptr : found->second;
}

void locate(const Documents& documents, std::vector<WhyStep>& steps) {
  for (WhyStep& step : steps)
    if ((step.held = documentOf(documents, step.document))) step.document = step.held->document.object.uid;
}

void addRow(const azure::Row& row, const Documents& documents, EffectiveList& out) {
  for (const std::string& action : row.actions) {
    EffectiveRow to;
    to.action = to.ofAction = prefixOf(row.kind) + action;
    for (const std::string& but : row.notActions)
      to.action += (&but == &row.notActions.front() ? " but not " : ", ") + but;
    to.resource = to.ofResource = row.scope;
    to.verdict = triOf(row.verdict);
    to.conditions = row.conditions;
    to.missing = row.missing;
    if (row.verdict == Verdict::Denied) {
      to.deniedBy = row.deniedBy.empty() ? std::string() : row.deniedBy.front();
    } else {
      for (const std::string& part : row.deniedBy)
        to.conditions.push_back("except what is taken by " + part);
      if (to.verdict == Tri::Yes && !to.conditions.empty()) to.verdict = Tri::Conditional;
    }
    to.limits = row.why;
    locate(documents, to.limits);
    to.document = documentOf(documents, row.document);
    if (row.until && (!out.until || *row.until < *out.until)) out.until = row.until;
    out.rows.push_back(std::move(to));
  }
}

void give(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now, RuntimeCaches&,
          PlaneGrants& to) {
  if (principal->role == SourceRole::Intent)
    return append(to.requested, azureGrants(reader, principal, principal->role));
  append(to.applied, azureGrants(reader, principal, SourceRole::Live));
  azure::Closure closure = azure::closureOf(reader, principal, SourceRole::Live);
  EffectiveList out;
  out.known = to.applied.known;
  out.missing = closure.missing;
  if (!closure.who.empty()) {
    const azure::Tenant tenant(std::move(closure.objects));
    const azure::Powers powers = azure::powersOf(tenant, closure.who, now);
    for (const azure::Row& row : powers.rows)
      addRow(row, closure.documents, out);
    out.missing.insert(out.missing.end(), powers.missing.begin(), powers.missing.end());
    std::size_t work = 50'000;
    for (const azure::Step& step : azure::stepsFrom(tenant, closure.who, now, work))
      out.escalations.push_back({"azure." + std::string(azure::wayName(step.way)),
                                 step.text,
                                 {{"step", step.text, step.document, {}}},
                                 step.truth != azure::Truth::Yes || !step.missing.empty(),
                                 step.conditions.empty() ? std::string() : step.conditions.front()});
  }
  append(to.effective, std::move(out));
}

Answer answer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
              RuntimeCaches&) {
  azure::Closure closure = azure::closureOf(reader, principal, SourceRole::Live);
  Answer out;
  if (closure.who.empty()) {
    out.missing = closure.missing;
    out.missing.emplace_back("its service principal is in no snapshot");
    return out;
  }
  Question asked = question;
  asked.principal = closure.who;
  const azure::Tenant tenant(std::move(closure.objects));
  out = azure::answer(tenant, asked);
  locate(closure.documents, out.why);
  if (out.verdict == Verdict::Denied && !out.explicitDeny && !closure.missing.empty()) {
    out.verdict = Verdict::NotEvaluated;
    out.nothingAllows = true;
    out.missing.insert(out.missing.end(), closure.missing.begin(), closure.missing.end());
  }
  return out;
}

} // namespace

Runtime azureRuntime() {
  return {"azure",
          {"azure.service-principal", "azure.application"},
          "Microsoft.Storage/storageAccounts/read",
          "/subscriptions/<id>",
          understands,
          give,
          answer};
}

} // namespace countersign
