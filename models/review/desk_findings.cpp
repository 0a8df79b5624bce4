// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/finding_facts.h"
#include "models/store/documents.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::size_t pageSize = 1000;
constexpr std::string_view notReviewed = "not-reviewed";

bool wanted(const FindingQuery& q, std::string_view rule, Severity severity) {
  return severity >= q.atLeast &&
         (q.rules.empty() || std::find(q.rules.begin(), q.rules.end(), rule) != q.rules.end());
}

/// The rule on standing, which needs nothing but what a list row has.
void addNotReviewed(const RecordRow& row, const FindingQuery& q, std::vector<FindingRow>& out) {
  findings::RecordFacts facts;
  facts.tier = row.tier;
  facts.live = row.seal != SealState::Unseen;
  facts.review = findings::Review{row.standing, row.standingReason};
  const findings::Rule& rule = *findings::ruleOf(notReviewed);
  std::vector<findings::Found> found;
  rule.check(facts, found);
  for (findings::Found& f : found) {
    const Severity severity = f.severity.value_or(rule.severityFor(row.tier));
    if (wanted(q, notReviewed, severity))
      out.push_back({row.id, row.uid, row.name, row.tier,
                     attentionOf({&rule, severity, std::move(f.text), std::move(f.spot)})});
  }
}

Result<void> checkRules(const FindingQuery& q) {
  for (const std::string& id : q.rules)
    if (findings::ruleOf(id) == nullptr)
      return failure(ErrorCode::InvalidArgument, "no rule is called '" + id + "'",
                     "'countersign findings --rules' lists them");
  return {};
}

} // namespace

Result<std::vector<FindingRow>> Desk::findings(const FindingQuery& q) {
  COUNTERSIGN_TRY(checkRules(q));
  RecordQuery records;
  records.asOf = q.asOf;
  if (!wanted(q, notReviewed, Severity::Critical)) records.attention = q.rules;
  COUNTERSIGN_ASSIGN(const auto ids, recordIds(records));
  std::vector<FindingRow> out;
  for (std::size_t at = 0; at < ids.size(); at += pageSize) {
    const auto from = ids.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), at + pageSize));
    COUNTERSIGN_ASSIGN(const auto rows, recordRows({from, to}, q.asOf));
    for (const RecordRow& row : rows) {
      for (const Attention& a : row.attention)
        if (wanted(q, a.code, a.severity)) out.push_back({row.id, row.uid, row.name, row.tier, a});
      if (!q.asOf) addNotReviewed(row, q, out);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const FindingRow& a, const FindingRow& b) {
    return a.finding.severity > b.finding.severity;
  });
  return out;
}

Result<std::vector<findings::RuleCoverage>> Desk::ruleCoverage() {
  Workspace& w = *impl_->workspace;
  DocumentStore documents(w);
  COUNTERSIGN_ASSIGN(auto held, documents.heldKinds());
  COUNTERSIGN_ASSIGN(const auto observations, documents.heldObservations());
  for (const std::string& name : observations)
    held.insert("observation " + name);
  COUNTERSIGN_ASSIGN(const auto sources, SourceStore(w).sources());
  for (const StoredSource& s : sources)
    held.insert(s.role == SourceRole::Audit    ? "audit events"
                : s.role == SourceRole::Intent ? "intent sources"
                                               : "live sources");
  held.insert("decisions"); // a workspace that holds none says just that
  return findings::ruleCoverage(held);
}

} // namespace countersign
