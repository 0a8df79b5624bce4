// SPDX-License-Identifier: Apache-2.0
#include "app/conformance/report.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <sstream>

namespace countersign::conformance {
namespace {

constexpr const char* head =
    "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
    "<!-- Written by the test run (conformance_report): do not edit. -->\n"
    "# Conformance: our answers beside those of the engines\n"
    "\n"
    "Each line compares the program's answers with recorded answers of a real engine or, for Azure and "
    "Google "
    "Cloud,\n"
    "with decisions that follow the vendor's documentation. `countersign-conformance DIR` runs one folder "
    "and "
    "prints\n"
    "each miss. The misses are explained in [conformance-aws-notes.md](conformance-aws-notes.md),\n"
    "[conformance-azure-notes.md](conformance-azure-notes.md) and "
    "[conformance-gcp-notes.md](conformance-gcp-notes.md).\n"
    "\n"
    "| folder | suite | answers | equal | share |\n"
    "|---|---|---:|---:|---:|\n";

/// Rounded down, so that 100.0 % is all of them.
std::string share(std::size_t passed, std::size_t total) {
  const std::size_t tenths = total == 0 ? 0 : passed * 1000 / total;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%zu.%zu %%", tenths / 10, tenths % 10);
  return text.data();
}

void line(std::ostream& out, const std::string& folder, const std::string& suite, std::size_t passed,
          std::size_t total) {
  out << "| " << folder << " | " << suite << " | " << total << " | " << passed << " | "
      << share(passed, total) << " |\n";
}

} // namespace

std::size_t FolderReport::passed() const {
  return std::accumulate(suites.begin(), suites.end(), std::size_t{0},
                         [](std::size_t n, const SuiteReport& s) { return n + s.passed; });
}

std::size_t FolderReport::total() const {
  return std::accumulate(suites.begin(), suites.end(), std::size_t{0},
                         [](std::size_t n, const SuiteReport& s) { return n + s.total; });
}

Result<void> writeReport(const std::filesystem::path& file, const std::vector<FolderReport>& reports) {
  std::ostringstream text;
  text << head;
  for (const FolderReport& r : reports) {
    for (const SuiteReport& s : r.suites)
      line(text, r.name, s.name, s.passed, s.total);
    if (r.suites.size() > 1) line(text, r.name, "*all*", r.passed(), r.total());
  }
  text << "\nLeft out by construct, neither equal nor a miss:\n\n";
  bool any = false;
  for (const FolderReport& r : reports)
    for (const auto& [construct, n] : r.excluded) {
      text << "- " << r.name << ": " << construct << ": " << n << '\n';
      any = true;
    }
  if (!any) text << "- nothing\n";
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text.str();
  if (!out.flush())
    return failure(ErrorCode::Io, "the report cannot be written", {}, {file.string(), {}, {}, {}, {}});
  return {};
}

} // namespace countersign::conformance
