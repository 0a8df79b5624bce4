// SPDX-License-Identifier: Apache-2.0
#include "app/conformance/conformance.h"

#include <fstream>
#include <sstream>

namespace countersign::conformance {

Result<std::string> readText(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return failure(ErrorCode::Io, "cannot be read", {}, {file.string(), {}, {}, {}, {}});
  return std::move(text).str();
}

Result<Json> readJson(const std::filesystem::path& file) {
  COUNTERSIGN_ASSIGN(const std::string text, readText(file));
  JsonLimits limits;
  limits.maxBytes = 512U << 20;
  limits.maxNodes = 50'000'000;
  auto json = parseJson(text, limits);
  if (!json) {
    Error error = json.error();
    error.place.file = file.string();
    return failure(std::move(error));
  }
  return json;
}

} // namespace countersign::conformance
