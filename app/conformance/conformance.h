// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/identity/result.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace countersign::conformance {

/// One suite of a folder's suite.json: {"name", "format", "decisions", "inputs"}.
struct Suite {
  std::string name, format;
  std::filesystem::path decisions;           ///< file or folder with the answers that are expected
  std::vector<std::filesystem::path> inputs; ///< the exports that they are about
};

/// Counts answers; misses are printed as they come.
class Tally {
public:
  explicit Tally(std::string suite) : suite_(std::move(suite)) {}
  void pass() { ++passed_; }
  void miss(const std::string& what, const std::string& expected, const std::string& got);
  void check(const std::string& what, const std::string& expected, const std::string& got) {
    expected == got ? pass() : miss(what, expected, got);
  }
  /// A case of a construct that is left out by name; neither passed nor missed.
  void exclude(const std::string& construct) { ++excluded_[construct]; }
  std::size_t passed() const { return passed_; }
  std::size_t total() const { return passed_ + missed_; }
  const std::map<std::string, std::size_t>& excluded() const { return excluded_; }

private:
  std::string suite_;
  std::size_t passed_ = 0, missed_ = 0;
  std::map<std::string, std::size_t> excluded_;
};

using Runner = std::function<Result<void>(const Suite&, Tally&)>;
/// By the kind of the folder and the format of the suite.
using Runners = std::map<std::pair<std::string, std::string>, Runner>;

/// Reads and parses a JSON file of test data. Errors: Io, Malformed, with the file's name.
Result<Json> readJson(const std::filesystem::path& file);
Result<std::string> readText(const std::filesystem::path& file);

// One a runtime, each in a file of its own (aws.cpp, kubernetes.cpp …) and named in runners.cpp.
void addAll(Runners& runners);
void addKubernetes(Runners& runners);
void addPostgresql(Runners& runners);

} // namespace countersign::conformance
