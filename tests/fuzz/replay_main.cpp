// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target once for each file below the given folders (or for given files), without libFuzzer.
// An empty corpus fails: it would test nothing.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {
std::vector<std::filesystem::path> filesOf(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> out;
  if (!std::filesystem::is_directory(path)) return {path};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.is_regular_file()) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

bool replay(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in && !in.eof()) {
    std::fprintf(stderr, "%s cannot be read\n", file.c_str());
    return false;
  }
  // A copy of exactly this size, so that sanitizers see the first byte that is read too far.
  const std::vector<std::uint8_t> data(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(data.data(), data.size());
  return true;
}
} // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i)
    for (const auto& file : filesOf(argv[i])) {
      if (!replay(file)) return 1;
      ++count;
    }
  std::printf("%zu inputs replayed\n", count);
  if (count == 0) std::fprintf(stderr, "no inputs: the corpus is missing\n");
  return count == 0 ? 1 : 0;
}
