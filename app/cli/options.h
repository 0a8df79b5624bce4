// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/time.h"

#include <optional>
#include <string>
#include <vector>

/// Values of options that several commands have.
namespace countersign::cli {

/// "90s", "15m", "1h", "7d", "2w"; whole numbers of at most ten years. Error: InvalidArgument.
Result<Seconds> parseDuration(const std::string& text);
/// "90s", "15m", "1h", "7d": the form that `parseDuration` reads.
std::string durationText(Seconds d);
/// RFC 3339, nothing for "". Error: InvalidArgument, naming `option`.
Result<std::optional<Instant>> parseTime(const std::string& text, const std::string& option);
/// RFC 3339, or a duration from now.
Result<std::optional<Instant>> parseUntil(const std::string& text, Instant now, const std::string& option);

/// Each word by `from`. Error: InvalidArgument, naming option and word and the words there are.
template <class T, class From>
Result<std::vector<T>> parseWords(const std::vector<std::string>& words, From from, const std::string& option,
                                  const std::string& choices) {
  std::vector<T> out;
  for (const std::string& word : words) {
    const std::optional<T> value = from(word);
    if (!value) return failure(ErrorCode::InvalidArgument, option + ": '" + word + "' is none of " + choices);
    out.push_back(*value);
  }
  return out;
}

} // namespace countersign::cli
