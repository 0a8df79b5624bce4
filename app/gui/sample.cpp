// SPDX-License-Identifier: Apache-2.0
#include "app/gui/sample.h"

#include "tests/estate/estate.h"

namespace countersign {

Result<void> makeSampleWorkspace(Importer& importer, const std::filesystem::path& workspace, const Clock& clock,
                                 const ProgressFn& progress) {
  EstateOptions options;
  options.now = clock.now();
  options.folder = workspace.parent_path() / (workspace.stem().string() + "-exports");
  COUNTERSIGN_TRY(generateEstate(options, [&](std::string_view, std::size_t done, std::size_t total) {
    return progress(0.3 * static_cast<double>(done) / static_cast<double>(total), "Generating exports");
  }));
  {
    COUNTERSIGN_ASSIGN(const auto made, Desk::create(workspace, std::make_shared<SystemClock>()));
  }
  ImportRequest request;
  request.paths = {options.folder};
  COUNTERSIGN_ASSIGN(const ImportReport report,
                     importer.import(workspace, request, clock, [&](double fraction, const std::string& text) {
                       return progress(0.3 + 0.7 * fraction, text);
                     }));
  if (report.cancelled) return failure(ErrorCode::Cancelled, "The sample estate was cancelled.");
  return {};
}

} // namespace countersign
