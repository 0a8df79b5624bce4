// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/effective.h"

#include "models/access/gcp/gather.h"
#include "models/access/gcp/impersonate.h"
#include "models/access/gcp/names.h"
#include "models/access/gcp/rows.h"

namespace countersign::gcp {
namespace {

Objects objectsOf(const Gathered& all, const HeldDocumentPtr& principal) {
  Objects out;
  // Policies that are not here do not name the account; what was never imported is said apart.
  out.allowComplete = true;
  out.denyComplete = all.denyKnown;
  out.addAccount(principal->document.content);
  for (const HeldDocumentPtr& one : all.nodes) {
    const Json& content = one->document.content;
    if (one->document.object.kind == "gcp.container")
      out.addContainer(content);
    else
      out.nodes.push_back({content["name"].asString(),
                           content["projectNumber"].asString(),
                           content["parent"].asString(),
                           {}});
  }
  for (const HeldDocumentPtr& one : all.roles)
    out.addRole(one->document.content);
  for (const HeldDocumentPtr& one : all.groups)
    out.addGroup(one->document.content["email"].asString(), one->document.content["members"].strings());
  for (const HeldDocumentPtr& one : all.deny)
    out.addDenyPolicy(one->document.content);
  for (const HeldDocumentPtr& one : all.policies)
    out.addPolicy(one->document.content["resource"].asString(), one->document.content,
                  one->document.object.uid);
  return out;
}

EffectiveRow rowOf(const Row& row, const HeldDocumentPtr& document) {
  EffectiveRow out;
  out.document = document;
  out.inner = "/bindings/" + std::to_string(row.binding);
  out.role = row.role;
  out.node = row.node;
  out.member = row.member;
  out.condition = row.condition.expression;
  out.contentsKnown = row.contents != nullptr;
  out.permissions = row.contents == nullptr ? 0 : row.contents->permissions.size();
  out.verdict = row.verdict;
  out.deniedBy = row.deniedBy;
  out.conditions = row.conditions;
  out.missing = row.missing;
  out.why = row.why;
  out.until = row.until;
  for (const DeniedPart& part : row.denied)
    out.denied.push_back({part.policy->name, part.policy->node, part.permissions, part.everywhere,
                          part.finding.truth == Truth::Yes});
  return out;
}

} // namespace

EffectiveRows effectiveRows(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now) {
  const Gathered all = gather(reader, principal, SourceRole::Live);
  const Estate estate(objectsOf(all, principal));
  const Question question{"serviceAccount:" + all.email, {}, {}, {}, false, now};
  const Rows rows = rowsOf(estate, question);
  EffectiveRows out;
  out.known = all.known || !all.policies.empty();
  out.cut = rows.cut;
  out.missing = all.missing;
  addOnce(out.missing, rows.missing);
  std::map<std::string, HeldDocumentPtr> documents;
  for (const HeldDocumentPtr& one : all.policies)
    documents.insert_or_assign(one->document.object.uid, one);
  for (const Row& row : rows.rows)
    out.rows.push_back(rowOf(row, documents[row.policy->document]));
  return out;
}

Answer answerOf(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question) {
  const Gathered all = gather(reader, principal, SourceRole::Live, question.resource);
  const Estate estate(objectsOf(all, principal));
  Question asked = question;
  asked.principal = "serviceAccount:" + all.email;
  Answer out = answer(estate, asked);
  for (WhyStep& step : out.why)
    for (const auto* documents : {&all.policies, &all.deny, &all.roles})
      for (const HeldDocumentPtr& one : *documents)
        if (one->document.object.uid == step.document) step.held = one;
  if (out.verdict == Verdict::Denied && !out.explicitDeny && !all.missing.empty()) {
    out.verdict = Verdict::NotEvaluated;
    out.nothingAllows = true;
    addOnce(out.missing, all.missing);
  }
  return out;
}

std::vector<EscalationPath> escalationsOf(DocumentReader& reader, const HeldDocumentPtr& principal,
                                          Instant now) {
  const Gathered all = gather(reader, principal, SourceRole::Live);
  const Estate estate(objectsOf(all, principal));
  const Question question{"serviceAccount:" + all.email, {}, {}, {}, false, now};
  std::vector<EscalationPath> out;
  for (const Impersonation& one : impersonations(estate, question).list) {
    if (one.from != Impersonation::origin) continue;
    out.push_back({"gcp." + std::string(meansName(one.means)),
                   std::string(meansName(one.means)) + " of " + one.account, one.answer.why, !one.sure,
                   std::string(meansCondition(one.means))});
  }
  return out;
}

} // namespace countersign::gcp
