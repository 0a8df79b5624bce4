// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/elements.h"

#include <atomic>
#include <memory>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace countersign {

/// What kind of thing the elements of an input are.
enum class ElementForm { ArrayItem, Line, Value, YamlDocument };

/// Parses elements one after the other; one per thread.
class ElementParser {
public:
  /// `stop` ends a long parse from another thread.
  ElementParser(std::string_view input, const ImportLimits& limits, const std::atomic<bool>& stop)
      : input_(input), limits_(limits), stop_(stop) {}

  /// The value of `text`, a part of the input; it lives until the next call. The error's place is relative to
  /// the element. Errors: Malformed, Encoding, Limit, DuplicateKey (YAML).
  Result<simdjson::dom::element> parse(std::string_view text, ElementForm form);

private:
  Result<simdjson::dom::element> parseJsonText(std::string_view text);
  simdjson::error_code allocate(std::size_t bytes);
  const char* padded(std::string_view text);
  Error explain(std::string_view text, simdjson::error_code code) const;

  std::string_view input_;
  const ImportLimits& limits_;
  const std::atomic<bool>& stop_;
  std::unique_ptr<simdjson::dom::parser> parser_;
  std::string copy_;
  std::string converted_;
};

} // namespace countersign
