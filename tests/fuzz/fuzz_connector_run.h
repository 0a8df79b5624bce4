// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace countersign::fuzz {

/// Takes all and checks what must hold for any input: documents have a canonical form and a name, places and
/// masks lie inside the input.
class CheckingSink final : public BatchSink {
public:
  explicit CheckingSink(std::size_t size) : size_(size) {}
  void prepare(Batch&) override {}
  Result<void> take(Batch&& batch) override {
    for (const auto& [document, where] : batch.documents)
      require(document.canonical().has_value() && !document.object.uid.empty() && inside(where));
    for (const Observation& o : batch.observations)
      require(canonicalJson(o.value).has_value() && inside(o.where));
    for (const Event& e : batch.events)
      require(canonicalJson(e.details).has_value() && inside(e.where));
    for (const Change& c : batch.changes)
      require(!c.id.empty() && canonicalJson(c.details).has_value() && inside(c.where));
    for (const Locator& span : batch.secrets)
      require(inside(span));
    return {};
  }
  bool cancelled() const override { return false; }
  void progress(std::uint64_t) override {}

private:
  static void require(bool condition) {
    if (!condition) std::abort();
  }
  bool inside(const Locator& at) const { return at.offset <= size_ && at.length <= size_ - at.offset; }
  std::size_t size_;
};

inline void run(const Connector& connector, std::string_view text) {
  (void)connector.recognises(text.substr(0, 65536));
  Input input;
  input.name = "fuzz";
  input.bytes = text;
  ReadOptions options;
  options.limits.maxElementBytes = 1U << 20;
  Facts facts;
  if (auto found = connector.survey(input, options)) facts = std::move(*found);
  facts.scope = facts.scope.value_or("scope");
  CheckingSink sink(text.size());
  (void)connector.read(input, facts, options, sink);
}

} // namespace countersign::fuzz
