// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/finding_facts.h"
#include "models/store/documents.h"
#include "models/store/sources.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace countersign {
namespace {

constexpr std::size_t pageSize = 1000;

/// What needs more than the evaluation of a record: its standing, and what became of requests.
constexpr std::array<std::string_view, 8> lateRules{"not-reviewed",  "never-requested",     "not-applied",
                                                    "not-effective", "effective-unapplied", "other-condition",
                                                    "still-there",   "window-closed"};
using Differences = std::unordered_map<RecordId, std::vector<findings::Difference>>;

bool wanted(const FindingQuery& q, std::string_view rule, Severity severity) {
  return severity >= q.atLeast &&
         (q.rules.empty() || std::find(q.rules.begin(), q.rules.end(), rule) != q.rules.end());
}

Differences differencesOf(const DriftReport& report) {
  Differences out;
  for (const DifferenceRow& d : report.rows)
    out[d.record].push_back({d.kind, severityFrom(d.severity).value_or(Severity::Medium),
                             d.action + " on " + d.resource + (d.cause.empty() ? "" : ": " + d.cause)});
  return out;
}

void addLate(const RecordRow& row, const Differences& differences, const FindingQuery& q,
             std::vector<FindingRow>& out) {
  findings::RecordFacts facts;
  facts.tier = row.tier;
  facts.live = row.seal != SealState::Unseen;
  facts.review = findings::Review{row.standing, row.standingReason};
  if (const auto found = differences.find(row.id); found != differences.end())
    facts.differences = found->second;
  for (const std::string_view id : lateRules) {
    const findings::Rule& rule = *findings::ruleOf(id);
    std::vector<findings::Found> found;
    rule.check(facts, found);
    for (findings::Found& f : found) {
      const Severity severity = f.severity.value_or(rule.severityFor(row.tier));
      if (wanted(q, id, severity))
        out.push_back({row.id, row.uid, row.name, row.tier,
                       attentionOf({&rule, severity, std::move(f.text), std::move(f.spot)})});
    }
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
  const bool late = !q.asOf && std::any_of(lateRules.begin(), lateRules.end(), [&](std::string_view id) {
    return wanted(q, id, Severity::Critical);
  });
  if (!late) records.attention = q.rules;
  Differences differences;
  if (late) {
    COUNTERSIGN_ASSIGN(const DriftReport report, drift({}));
    differences = differencesOf(report);
  }
  COUNTERSIGN_ASSIGN(const auto ids, recordIds(records));
  std::vector<FindingRow> out;
  for (std::size_t at = 0; at < ids.size(); at += pageSize) {
    const auto from = ids.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), at + pageSize));
    COUNTERSIGN_ASSIGN(const auto rows, recordRows({from, to}, q.asOf));
    for (const RecordRow& row : rows) {
      for (const Attention& a : row.attention)
        if (wanted(q, a.code, a.severity)) out.push_back({row.id, row.uid, row.name, row.tier, a});
      if (late) addLate(row, differences, q, out);
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
