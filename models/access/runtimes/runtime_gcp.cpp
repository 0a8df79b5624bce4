// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/effective.h"
#include "models/access/runtimes/runtimes.h"

#include <algorithm>

namespace countersign {
namespace {

/// "storage.buckets.get" or "storage.googleapis.com/buckets.get".
bool understands(std::string_view action) {
  const bool full = action.find(".googleapis.com/") != std::string_view::npos;
  return action.find(' ') == std::string_view::npos && action.find(':') == std::string_view::npos &&
         (full ||
          (action.find('/') == std::string_view::npos && std::count(action.begin(), action.end(), '.') >= 2));
}

EffectiveRow rowOf(gcp::EffectiveRow&& from) {
  EffectiveRow row;
  row.action = row.ofAction = from.role;
  row.resource = row.ofResource = from.node;
  row.verdict = triOf(from.verdict);
  row.deniedBy = std::move(from.deniedBy);
  row.conditions = std::move(from.conditions);
  row.missing = std::move(from.missing);
  for (const auto& part : from.denied) {
    std::string what = std::to_string(part.permissions.size()) + " of its permissions are denied by " +
                       part.policy + (part.sure ? "" : " under a condition");
    if (part.permissions.size() <= 3)
      for (const std::string& p : part.permissions)
        what += (&p == &part.permissions.front() ? ": " : ", ") + p;
    row.conditions.push_back(std::move(what));
  }
  if (row.verdict == Tri::Yes && !row.conditions.empty()) row.verdict = Tri::Conditional;
  row.limits = std::move(from.why);
  row.document = std::move(from.document);
  row.inner = std::move(from.inner);
  return row;
}

void give(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now, RuntimeCaches&,
          PlaneGrants& to) {
  if (principal->role == SourceRole::Intent)
    return append(to.requested, gcpGrants(reader, principal, principal->role));
  GrantList applied = gcpGrants(reader, principal, SourceRole::Live);
  gcp::EffectiveRows rows = gcp::effectiveRows(reader, principal, now);
  EffectiveList out;
  out.known = rows.known;
  out.missing = std::move(rows.missing);
  if (rows.cut) out.missing.emplace_back("there are more roles than are looked at");
  for (gcp::EffectiveRow& row : rows.rows) {
    if (row.until && (!out.until || *row.until < *out.until)) out.until = row.until;
    out.rows.push_back(rowOf(std::move(row)));
  }
  for (const Grant& g : applied.grants) { // denials are rows of their own
    if (!g.deny) continue;
    EffectiveRow row;
    row.deny = true;
    row.action = row.ofAction = g.action;
    row.resource = row.ofResource = g.resource;
    row.verdict = g.condition.empty() ? Tri::Yes : Tri::Conditional;
    if (!g.condition.empty()) row.conditions.push_back(g.condition);
    row.document = g.document;
    row.inner = g.inner;
    out.rows.push_back(std::move(row));
  }
  out.escalations = gcp::escalationsOf(reader, principal, now);
  append(to.applied, std::move(applied));
  append(to.effective, std::move(out));
}

Answer answer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
              RuntimeCaches&) {
  return gcp::answerOf(reader, principal, question);
}

} // namespace

Runtime gcpRuntime() {
  return {"gcp", {"gcp.service-account"}, "storage.objects.get", "projects/<id>", understands, give, answer};
}

} // namespace countersign
