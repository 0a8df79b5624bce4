// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/element_parser.h"

#include "connectors/common/yaml_json.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace countersign {
namespace {

/// simdjson's tables take some 15 bytes for each byte of the longest element so far; a parser that met a long
/// one is thrown away afterwards.
constexpr std::size_t keepUpTo = 4U << 20;
/// Up to this size a refused element is read again by the strict reader, which can say where it is wrong.
constexpr std::size_t explainUpTo = 4U << 20;

bool hasLongString(const simdjson::dom::element& root, std::size_t most) {
  std::vector<simdjson::dom::element> open{root};
  while (!open.empty()) {
    const simdjson::dom::element value = open.back();
    open.pop_back();
    std::string_view text;
    simdjson::dom::array items;
    simdjson::dom::object members;
    if (value.get(text) == simdjson::SUCCESS) {
      if (text.size() > most) return true;
    } else if (value.get(items) == simdjson::SUCCESS) {
      for (const auto item : items)
        open.push_back(item);
    } else if (value.get(members) == simdjson::SUCCESS) {
      for (const auto member : members)
        open.push_back(member.value);
    }
  }
  return false;
}

} // namespace

simdjson::error_code ElementParser::allocate(std::size_t bytes) {
  if (parser_ && parser_->capacity() > keepUpTo && bytes <= keepUpTo) parser_.reset();
  if (parser_ && parser_->capacity() >= bytes) return simdjson::SUCCESS;
  parser_ = std::make_unique<simdjson::dom::parser>();
  // simdjson counts the root as a level of its own.
  return parser_->allocate(std::max<std::size_t>(bytes, 64U << 10), limits_.maxDepth + 1);
}

const char* ElementParser::padded(std::string_view text) {
  const char* inputEnd = input_.data() + input_.size();
  const bool inside =
      std::greater_equal<>()(text.data(), input_.data()) && std::less<>()(text.data(), inputEnd);
  if (inside && static_cast<std::size_t>(inputEnd - text.data()) >= text.size() + simdjson::SIMDJSON_PADDING)
    return text.data();
  copy_.clear();
  copy_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  copy_.append(text).append(simdjson::SIMDJSON_PADDING, ' ');
  return copy_.data();
}

Error ElementParser::explain(std::string_view text, simdjson::error_code code) const {
  Error error{ErrorCode::Malformed, std::string("not valid JSON: ") + simdjson::error_message(code), {}, {}};
  if (code == simdjson::UTF8_ERROR) {
    error = {ErrorCode::Encoding, "not UTF-8", "Export it again as UTF-8", {}};
    std::size_t bad = 0;
    if (!validUtf8(text, &bad)) error.place.byte = bad;
    return error;
  }
  if (code == simdjson::DEPTH_ERROR)
    error = {ErrorCode::Limit, "nested deeper than " + std::to_string(limits_.maxDepth) + " levels", {}, {}};
  else if (code == simdjson::CAPACITY || code == simdjson::MEMALLOC)
    error = {ErrorCode::Limit, "too large to be parsed in the memory there is", {}, {}};
  if (text.size() > explainUpTo) return error;
  JsonLimits strict;
  strict.maxDepth = limits_.maxDepth;
  const auto again = parseJson(text, strict);
  if (again || (error.code == ErrorCode::Limit && again.error().code != ErrorCode::Limit)) return error;
  // Inside an element that has an end, "ends in the middle" is a plain fault.
  const ErrorCode kind =
      again.error().code == ErrorCode::Truncated ? ErrorCode::Malformed : again.error().code;
  return {kind, "not valid JSON: " + again.error().message, again.error().remedy, again.error().place};
}

Result<simdjson::dom::element> ElementParser::parseJsonText(std::string_view text) {
  if (text.empty()) return failure(ErrorCode::Malformed, "there is no value between the commas");
  simdjson::error_code code = allocate(text.size());
  simdjson::dom::element value;
  if (code == simdjson::SUCCESS) code = parser_->parse(padded(text), text.size(), false).get(value);
  if (code != simdjson::SUCCESS) return failure(explain(text, code));
  if (text.size() > limits_.maxString && hasLongString(value, limits_.maxString))
    return failure(ErrorCode::Limit, "a string longer than " + std::to_string(limits_.maxString) + " bytes");
  return value;
}

Result<simdjson::dom::element> ElementParser::parse(std::string_view text, ElementForm form) {
  if (text.size() > limits_.maxElementBytes)
    return failure(ErrorCode::Limit, "longer (" + std::to_string(text.size()) + " bytes) than the " +
                                         std::to_string(limits_.maxElementBytes) +
                                         " that one element may have");
  if (form != ElementForm::YamlDocument) return parseJsonText(text);
  COUNTERSIGN_ASSIGN(converted_, yamlToJson(text, limits_, &stop_));
  return parseJsonText(converted_);
}

} // namespace countersign
