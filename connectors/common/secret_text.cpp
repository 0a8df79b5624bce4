// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secret_text.h"

#include <array>

namespace countersign::secretfinding {
namespace {

/// Values that are ids, whatever their member is called.
bool isId(std::string_view value) {
  if (value.substr(0, 4) == "arn:") return true;
  return value.size() == 20 && (value.substr(0, 4) == "AKIA" || value.substr(0, 4) == "ASIA") &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

} // namespace

bool isEmptyWord(std::string_view value) {
  constexpr std::array<std::string_view, 16> words{
      "true", "false", "True", "False", "TRUE", "FALSE",         "null",           "~",
      "None", "none",  "N/A",  "yes",   "no",   "not_supported", "no_information", ""};
  return std::find(words.begin(), words.end(), value) != words.end();
}

bool worthHiding(std::string_view value) {
  return !isEmptyWord(value) && !isId(value);
}

} // namespace countersign::secretfinding
