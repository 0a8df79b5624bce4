// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/estate.h"

#include "tests/estate/day_files.h"

namespace countersign {

namespace {

using estate::TextFile;

/// Writes file after file and counts them.
class Writer {
public:
  Writer(const EstateOptions& options, const EstateProgress& progress, std::size_t total)
      : folder_(options.folder), progress_(progress), total_(total) {}

  Result<void> write(const std::string& path, const std::function<void(TextFile&)>& fill) {
    if (progress_ && !progress_(path, summary.files, total_))
      return failure(ErrorCode::Cancelled, "the estate is not complete: it was cancelled");
    COUNTERSIGN_ASSIGN(TextFile file, TextFile::create(folder_ / path));
    fill(file);
    COUNTERSIGN_ASSIGN(const std::uint64_t bytes, file.close());
    summary.bytes += bytes;
    ++summary.files;
    return {};
  }

  EstateSummary summary;

private:
  std::filesystem::path folder_;
  const EstateProgress& progress_;
  std::size_t total_;
};

Result<void> check(const EstateOptions& options) {
  if (options.identities < 12)
    return failure(ErrorCode::InvalidArgument, "an estate has at least 12 identities");
  if (options.identities > 10'000'000)
    return failure(ErrorCode::InvalidArgument, "an estate has at most 10 million identities");
  if (options.days < 1 || options.days > 30)
    return failure(ErrorCode::InvalidArgument, "an estate has 1 to 30 days");
  if (options.folder.empty()) return failure(ErrorCode::InvalidArgument, "no folder is given for the estate");
  return {};
}

} // namespace

Result<EstateSummary> generateEstate(const EstateOptions& options, const EstateProgress& progress) {
  COUNTERSIGN_TRY(check(options));
  const estate::Plan plan(options);
  const auto sources = estate::manifestSources(plan);
  std::vector<std::vector<estate::DayFile>> days;
  std::size_t total = 2;
  for (int day = 1; day <= options.days; ++day) {
    days.push_back(estate::dayFiles(plan, day));
    total += days.back().size() + 1;
  }
  Writer writer(options, progress, total);
  estate::PlantedCounts planted;
  for (std::size_t day = 0; day < days.size(); ++day) {
    const std::string folder = "day-" + std::to_string(day + 1) + "/";
    for (const estate::DayFile& file : days[day])
      COUNTERSIGN_TRY(writer.write(folder + file.path, file.write));
    COUNTERSIGN_TRY(writer.write(folder + "countersign-import.json", [&](TextFile& file) {
      estate::writeDayManifest(file, sources, days[day]);
    }));
  }
  COUNTERSIGN_TRY(
      writer.write("countersign-import.json", [&](TextFile& file) { writeRootManifest(file, plan); }));
  COUNTERSIGN_TRY(
      writer.write("planted.json", [&](TextFile& file) { planted = estate::writePlanted(file, plan); }));
  EstateSummary summary = writer.summary;
  summary.identities = plan.size();
  summary.faults = planted.faults;
  summary.clean = planted.clean;
  return summary;
}

} // namespace countersign
