// SPDX-License-Identifier: Apache-2.0
// links: countersign_connector_common
#include "connectors/common/elements.h"

#include <cstdint>
#include <cstdlib>
#include <simdjson.h>

namespace {
using namespace countersign;

class Sink final : public BatchSink {
public:
  void prepare(Batch&) override {}
  Result<void> take(Batch&& batch) override {
    for (const Gap& gap : batch.gaps)
      if (gap.error.place.file.empty() || gap.error.place.excerpt.size() > 120 || gap.error.message.empty())
        std::abort();
    elements += batch.documents.size();
    gaps += batch.gaps.size();
    return {};
  }
  bool cancelled() const override { return false; }
  void progress(std::uint64_t) override {}
  std::size_t elements = 0, gaps = 0;
};

void checkSpan(const Input& input, const Locator& span) {
  if (span.offset > input.bytes.size() || span.length > input.bytes.size() - span.offset) std::abort();
}
} // namespace

/// Every way of splitting a text ends, stays inside of it, and counts what it gives.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input;
  input.name = "x";
  input.bytes = std::string_view(reinterpret_cast<const char*>(data), size);
  ImportLimits limits;
  limits.maxElementBytes = 1U << 16;
  const ElementHandler handle = [&](const Element& element, const simdjson::dom::element& value,
                                    Batch& batch) -> Result<void> {
    auto json = toJson(value);
    if (!json) return tl::unexpected(json.error());
    checkSpan(input, element.where());
    if (json->isObject() && json->size() > 0) {
      const Json::Member& member = json->members()[json->size() / 2];
      if (member.first.find_first_of("~/") == std::string::npos) {
        const Locator span = element.span("/" + member.first);
        checkSpan(input, span);
        if (!element.yaml && span.length == 0) std::abort();
      }
    }
    checkSpan(input, element.where("/a/0/b"));
    batch.documents.emplace_back();
    return {};
  };
  const auto check = [](const Sink& sink, const Result<SplitReport>& report) {
    if (!report) return;
    std::size_t total = 0, failed = 0;
    for (const auto& [array, n] : report->counts)
      total += n;
    for (const auto& [array, n] : report->failed)
      failed += n;
    if (total != sink.elements + failed || sink.gaps < failed) std::abort();
  };
  Sink arrays, lines, values;
  check(arrays, forEachElement(input, {"/A", "/B/C", ""}, limits, arrays, handle));
  check(lines, forEachLine(input, limits, lines, handle));
  check(values, forEachValue(input, limits, values, handle));
  return 0;
}
