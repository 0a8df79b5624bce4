// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/answers.h"

#include "connectors/aws/facts.h"
#include "connectors/common/elements.h"
#include "connectors/common/scan.h"

#include <map>
#include <mutex>
#include <simdjson.h>

namespace countersign::aws {

Result<Answers> readAnswers(const Input& input, const ImportLimits& limits, BatchSink& sink) {
  COUNTERSIGN_TRY(checkSmall(input));
  std::mutex mutex;
  std::map<std::uint64_t, Answer> byOffset;
  const ElementHandler keep = [&](const Element& element, const simdjson::dom::element& value,
                                  Batch&) -> Result<void> {
    COUNTERSIGN_ASSIGN(Json json, toJson(value, limits.maxDepth));
    const std::lock_guard lock(mutex);
    byOffset.emplace(element.offset, Answer{std::move(json), element.text, element.where()});
    return {};
  };
  const std::size_t start = scan::skipSpace(input.bytes, 0);
  const bool list = start < input.bytes.size() && input.bytes[start] == '[';
  COUNTERSIGN_ASSIGN(const SplitReport report, list ? forEachElement(input, {""}, limits, sink, keep)
                                                    : forEachValue(input, limits, sink, keep));
  Answers out;
  out.whole = !report.truncated && report.failed.empty();
  for (auto& [offset, answer] : byOffset)
    out.list.push_back(std::move(answer));
  return out;
}

bool saysMore(const Json& answer) {
  const Json& truncated = answer["IsTruncated"];
  return truncated.asBool() || truncated.asString() == "true" || !answer["NextToken"].isNull();
}

Locator Answer::inside(const std::string& pointer) const {
  constexpr std::size_t worthLooking = 256U << 10; // each look walks over the text
  Locator out = where;
  out.pointer += pointer;
  if (const auto found = text.size() <= worthLooking ? scan::locate(text, pointer) : std::nullopt) {
    out.offset += found->offset;
    out.length = found->length;
  }
  return out;
}

} // namespace countersign::aws
