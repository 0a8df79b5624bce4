// SPDX-License-Identifier: Apache-2.0
#include "app/sample/sample.h"

#include "tests/estate/estate.h"

namespace countersign {
namespace {

constexpr double generating = 0.3; ///< share of the work that writing the exports is

} // namespace

Result<SampleSummary> makeSample(const SampleOptions& options, Importer& importer,
                                 const std::shared_ptr<const Clock>& clock, const ProgressFn& progress) {
  std::error_code ec;
  if (!options.workspace.empty() && std::filesystem::exists(options.workspace, ec))
    return failure(ErrorCode::InvalidArgument, options.workspace.string() + " is there already",
                   "Name another place, or remove it first");
  EstateOptions estate;
  estate.seed = options.seed;
  estate.identities = options.identities;
  estate.days = options.days;
  estate.now = clock->now();
  estate.folder = options.exports;
  const double share = options.workspace.empty() ? 1.0 : generating;
  const EstateProgress writing = [&](std::string_view file, std::size_t done, std::size_t total) {
    const double part = total == 0 ? 0 : static_cast<double>(done) / static_cast<double>(total);
    return !progress || progress(part * share, "Writing " + std::string(file));
  };
  COUNTERSIGN_ASSIGN(const EstateSummary written, generateEstate(estate, writing));
  SampleSummary out{written.identities, written.faults, written.files, written.bytes, {}};
  if (options.workspace.empty()) return out;
  COUNTERSIGN_TRY(Desk::create(options.workspace, clock));
  ImportRequest request;
  request.paths = {options.exports};
  const ProgressFn importing = [&](double fraction, const std::string& text) {
    return !progress || progress(share + fraction * (1 - share), text);
  };
  COUNTERSIGN_ASSIGN(out.import, importer.import(options.workspace, request, *clock, importing));
  if (out.import.cancelled)
    return failure(ErrorCode::Cancelled, "cancelled; the exports and what was imported so far are kept");
  return out;
}

} // namespace countersign
