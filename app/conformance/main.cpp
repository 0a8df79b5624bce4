// SPDX-License-Identifier: Apache-2.0
// countersign-conformance DIR: compares our answers with those that engines gave. DIR/suite.json names the
// suites; a folder of AWS estates may do without. Prints each miss and closes with "passed/total". Exit code
// 0: no miss, 1: some, 2: the folder cannot be read.
#include "app/conformance/aws.h"

#include <iostream>

namespace countersign::conformance {

void Tally::miss(const std::string& what, const std::string& expected, const std::string& got) {
  ++missed_;
  std::cout << "MISS " << suite_ << ": " << what << ": expected " << expected << ", got " << got << '\n';
}

namespace {

Result<int> run(const std::filesystem::path& folder) {
  Runners runners;
  addAll(runners);
  const bool named = std::filesystem::exists(folder / "suite.json");
  const Json layout = named ? Json() : awsEstateSuites(folder);
  COUNTERSIGN_ASSIGN(const Json suites,
                     layout.isNull() ? readJson(folder / "suite.json") : Result<Json>(layout));
  std::size_t passed = 0, total = 0;
  std::map<std::string, std::size_t> excluded;
  for (const Json& s : suites["suites"].items()) {
    Suite suite{s["name"].asString(), s["format"].asString(), folder / s["decisions"].asString(), {}};
    for (const Json& input : s["inputs"].items())
      suite.inputs.push_back(folder / input.asString());
    const auto runner = runners.find({suites["kind"].asString(), suite.format});
    if (runner == runners.end())
      return failure(ErrorCode::Unsupported, "nothing here answers suites of kind " +
                                                 suites["kind"].asString() + ", format " + suite.format);
    Tally tally(suite.name);
    COUNTERSIGN_TRY(runner->second(suite, tally));
    std::cout << suite.name << ": " << tally.passed() << '/' << tally.total() << '\n';
    passed += tally.passed();
    total += tally.total();
    for (const auto& [construct, n] : tally.excluded())
      excluded[construct] += n;
  }
  for (const auto& [construct, n] : excluded)
    std::cout << "excluded: " << construct << ": " << n << '\n';
  std::cout << passed << '/' << total << '\n';
  return passed == total ? 0 : 1;
}

} // namespace
} // namespace countersign::conformance

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: countersign-conformance DIR\n";
    return 2;
  }
  const auto done = countersign::conformance::run(argv[1]);
  if (done) return *done;
  std::cerr << "countersign-conformance: " << done.error().text() << '\n';
  return 2;
}
