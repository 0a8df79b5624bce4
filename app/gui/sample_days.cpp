// SPDX-License-Identifier: Apache-2.0
#include "app/gui/sample_days.h"

#include "app/sample/sample.h"
#include "models/identity/json.h"

#include <fstream>
#include <iterator>

namespace countersign {

namespace {

constexpr int days = 3;

std::filesystem::path exportsOf(const std::filesystem::path& workspace) {
  return workspace.parent_path() / (workspace.stem().string() + "-exports");
}

std::filesystem::path dayOf(const std::filesystem::path& workspace, int day) {
  return exportsOf(workspace) / ("day-" + std::to_string(day));
}

Result<void> importDays(Importer& importer, const std::filesystem::path& workspace, int first, int last,
                        const Clock& clock, const ProgressFn& progress) {
  ImportRequest request;
  for (int day = first; day <= last; ++day)
    request.paths.push_back(dayOf(workspace, day));
  COUNTERSIGN_TRY(importer.import(workspace, request, clock, progress));
  return {};
}

/// The uid of the record that has the principal.
Result<std::string> recordOf(Desk& desk, const std::string& principal) {
  COUNTERSIGN_ASSIGN(const auto ids, desk.recordIds({}));
  COUNTERSIGN_ASSIGN(const auto rows, desk.recordRows(ids));
  for (const RecordRow& row : rows)
    for (const PrincipalRow& known : row.principals)
      if (known.uid == principal) return row.uid;
  return failure(ErrorCode::NotFound, "No record has the principal " + principal + ".");
}

} // namespace

Result<void> makeWholeSample(Importer& importer, const std::filesystem::path& workspace,
                             const std::shared_ptr<const Clock>& clock, const ProgressFn& progress) {
  SampleOptions options;
  options.workspace = workspace;
  options.exports = exportsOf(workspace);
  options.days = days;
  COUNTERSIGN_TRY(makeSample(options, importer, clock, progress));
  return {};
}

Result<std::string> makeEarlierSample(Importer& importer, const std::filesystem::path& workspace,
                                      const std::shared_ptr<const Clock>& clock, const ProgressFn& progress) {
  SampleOptions options;
  options.exports = exportsOf(workspace);
  options.days = days;
  COUNTERSIGN_TRY(makeSample(options, importer, clock, progress)); // writes the exports only
  COUNTERSIGN_TRY(Desk::create(workspace, clock));
  COUNTERSIGN_TRY(importDays(importer, workspace, 1, days - 1, *clock, progress));
  std::ifstream in(options.exports / "planted.json");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  COUNTERSIGN_ASSIGN(const Json planted, parseJson(text));
  COUNTERSIGN_ASSIGN(const auto desk, Desk::open(workspace, clock));
  for (const Json& fault : planted["faults"].items())
    if (fault["kind"].asString() == "moved") return recordOf(*desk, fault["uid"].asString());
  return failure(ErrorCode::NotFound, "No record of the sample moves.");
}

Result<void> importLastDay(Importer& importer, const std::filesystem::path& workspace, const Clock& clock,
                           const ProgressFn& progress) {
  return importDays(importer, workspace, days, days, clock, progress);
}

} // namespace countersign
