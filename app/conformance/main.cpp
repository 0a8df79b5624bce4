// SPDX-License-Identifier: Apache-2.0
// countersign-conformance DIR: compares our answers with those that engines gave. DIR/suite.json names the
// suites; a folder of AWS estates may do without. Prints each miss and closes with "passed/total". Exit code
// 0: no miss, 1: some, 2: the folder or one of its suites cannot be read.
// countersign-conformance --report FILE DIR ...: writes the counts of all folders that are there into a file.
#include "app/conformance/aws.h"
#include "app/conformance/report.h"

#include <iostream>

namespace countersign::conformance {

void Tally::miss(const std::string& what, const std::string& expected, const std::string& got) {
  ++missed_;
  std::cout << "MISS " << suite_ << ": " << what << ": expected " << expected << ", got " << got << '\n';
}

namespace {

Result<void> runSuite(const Runners& runners, const std::string& kind, const Suite& suite, Tally& tally) {
  const auto runner = runners.find({kind, suite.format});
  if (runner == runners.end())
    return failure(ErrorCode::Unsupported,
                   "nothing here answers suites of kind " + kind + ", format " + suite.format);
  for (const auto& path : suite.inputs)
    if (!std::filesystem::exists(path))
      return failure(ErrorCode::Io, "cannot be read", {}, {path.string(), {}, {}, {}, {}});
  return runner->second(suite, tally);
}

/// A suite that cannot be run is an error, and the others are run nevertheless.
Result<FolderReport> run(const std::filesystem::path& folder) {
  Runners runners;
  addAll(runners);
  const bool named = std::filesystem::exists(folder / "suite.json");
  const Json layout = named ? Json() : awsEstateSuites(folder);
  COUNTERSIGN_ASSIGN(const Json suites,
                     layout.isNull() ? readJson(folder / "suite.json") : Result<Json>(layout));
  FolderReport report;
  report.name = std::filesystem::absolute(folder).lexically_normal().filename().string();
  if (suites["suites"].items().empty())
    return failure(ErrorCode::Malformed, "names no suites", {},
                   {(folder / "suite.json").string(), {}, {}, {}, {}});
  for (const Json& s : suites["suites"].items()) {
    Suite suite{s["name"].asString(), s["format"].asString(), folder / s["decisions"].asString(), {}};
    for (const Json& input : s["inputs"].items())
      suite.inputs.push_back(folder / input.asString());
    Tally tally(suite.name);
    if (const auto done = runSuite(runners, suites["kind"].asString(), suite, tally); !done) {
      std::cerr << "countersign-conformance: " << suite.name << ": " << done.error().text() << '\n';
      ++report.failed;
    }
    std::cout << suite.name << ": " << tally.passed() << '/' << tally.total() << '\n';
    report.suites.push_back({suite.name, tally.passed(), tally.total()});
    for (const auto& [construct, n] : tally.excluded())
      report.excluded[construct] += n;
  }
  for (const auto& [construct, n] : report.excluded)
    std::cout << "excluded: " << construct << ": " << n << '\n';
  std::cout << report.passed() << '/' << report.total() << '\n';
  return report;
}

/// All folders that are there, into a file. 77 where none is, which a test run takes for skipped.
Result<int> runAll(const std::filesystem::path& file, const std::vector<std::filesystem::path>& folders) {
  std::vector<FolderReport> reports;
  for (const std::filesystem::path& folder : folders) {
    if (!std::filesystem::exists(folder)) {
      std::cout << "skipped: there is no " << folder.string() << '\n';
      continue;
    }
    std::cout << folder.filename().string() << '\n';
    COUNTERSIGN_ASSIGN(auto report, run(folder));
    if (report.failed != 0) return 2;
    reports.push_back(std::move(report));
  }
  constexpr int skipped = 77;
  if (reports.empty()) return skipped;
  COUNTERSIGN_TRY(writeReport(file, reports));
  return 0;
}

Result<int> runProgram(const std::vector<std::string>& arguments) {
  if (arguments.size() >= 3 && arguments[0] == "--report")
    return runAll(arguments[1], {arguments.begin() + 2, arguments.end()});
  if (arguments.size() != 1 || arguments[0].compare(0, 2, "--") == 0) {
    std::cerr << "usage: countersign-conformance DIR\n"
                 "       countersign-conformance --report FILE DIR ...\n";
    return 2;
  }
  COUNTERSIGN_ASSIGN(const FolderReport report, run(arguments[0]));
  return report.failed != 0 ? 2 : report.passed() == report.total() ? 0 : 1;
}

} // namespace
} // namespace countersign::conformance

int main(int argc, char** argv) {
  const auto done = countersign::conformance::runProgram({argv + 1, argv + argc});
  if (done) return *done;
  std::cerr << "countersign-conformance: " << done.error().text() << '\n';
  return 2;
}
