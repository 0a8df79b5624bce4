// SPDX-License-Identifier: Apache-2.0
#include "models/review/record_row.h"
#include "models/review/refresh.h"

#include <algorithm>

namespace countersign {

EvaluationPass::EvaluationPass(Workspace& workspace, Instant now, std::optional<Instant> asOf)
    : documents(workspace, asOf), reader(documents),
      grouping(reader), context{workspace, reader, grouping, now} {}

Result<void> EvaluationPass::load(Workspace& workspace) {
  RecordStore records(workspace);
  COUNTERSIGN_ASSIGN(context.declaredPlaces, records.declaredPlaces());
  COUNTERSIGN_ASSIGN(context.anyStateChanges, records.anyStateChanges());
  return {};
}

IndexTerms indexTerms(const Document& document) {
  Description d = describe(document);
  return {std::move(d.selfKeys), std::move(d.namingKeys), d.principal};
}

std::string evaluatorVersion() {
  // To be counted up whenever an evaluator answers otherwise than before.
  return std::string("effective/7 ") + COUNTERSIGN_VERSION;
}

Result<std::size_t> refreshDue(Workspace& workspace, Instant now) {
  constexpr const char* setting = "evaluator";
  COUNTERSIGN_ASSIGN(const std::string before, workspace.setting(setting));
  const bool other = before != evaluatorVersion();
  RecordStore records(workspace);
  COUNTERSIGN_ASSIGN(auto due, other ? records.all() : records.flippedBefore(now));
  if (!other) {
    COUNTERSIGN_ASSIGN(const auto findings, records.findingsDueBefore(now));
    due.insert(due.end(), findings.begin(), findings.end());
    std::sort(due.begin(), due.end());
    due.erase(std::unique(due.begin(), due.end()), due.end());
  }
  if (!due.empty())
    COUNTERSIGN_TRY(workspace.transaction([&]() -> Result<void> {
      EvaluationPass pass(workspace, now);
      COUNTERSIGN_TRY(pass.load(workspace));
      for (const std::int64_t id : due) {
        COUNTERSIGN_ASSIGN(const auto members, records.members(id));
        if (members.empty()) continue;
        COUNTERSIGN_ASSIGN(const Evaluation e, evaluate(pass.context, members));
        COUNTERSIGN_TRY(writeRecordRow(records, pass, id, e, false));
      }
      if (pass.reader.error()) return failure(*pass.reader.error());
      return {};
    }));
  if (other) COUNTERSIGN_TRY(workspace.setSetting(setting, evaluatorVersion()));
  return due.size();
}

Result<Evaluation> evaluateRecord(Workspace& workspace, RecordId id, Instant now) {
  EvaluationPass pass(workspace, now);
  COUNTERSIGN_TRY(pass.load(workspace));
  RecordStore records(workspace);
  COUNTERSIGN_ASSIGN(const auto members, records.members(id));
  if (members.empty()) return failure(ErrorCode::NotFound, "there is no such record");
  return evaluate(pass.context, members);
}

} // namespace countersign
