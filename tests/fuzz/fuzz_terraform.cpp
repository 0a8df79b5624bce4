// SPDX-License-Identifier: Apache-2.0
// State, `show -json` and plan: nothing crashes, and a text that is no whole JSON value is never complete.
#include "connectors/terraform/terraform.h"
#include "models/identity/json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace countersign;

namespace {

class Sink final : public BatchSink {
public:
  explicit Sink(std::size_t size) : size_(size) {}
  void prepare(Batch&) override {}
  Result<void> take(Batch&& batch) override {
    for (const Locator& secret : batch.secrets)
      if (secret.offset > size_ || secret.length > size_ - secret.offset) std::abort();
    for (const auto& [document, where] : batch.documents)
      if (!document.canonical() || document.object.uid.empty() || where.offset + where.length > size_)
        std::abort();
    return {};
  }
  bool cancelled() const override { return false; }
  void progress(std::uint64_t) override {}

private:
  std::size_t size_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto connectors = terraformConnectors();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const bool whole = parseJson(bytes).has_value();
  for (const auto& connector : connectors) {
    (void)connector->recognises(bytes.substr(0, 65536));
    Input input;
    input.name = "fuzz";
    input.bytes = bytes;
    auto facts = connector->survey(input, {});
    if (!facts) continue;
    facts->scope = "fuzz";
    Sink sink(size);
    const auto result = connector->read(input, *facts, {}, sink);
    if (!result) continue;
    for (const PartState& part : result->parts)
      if (part.complete && !whole) {
        // Numbers that are exact in decimal only are read here and refused by the strict parser.
        const auto error = parseJson(bytes);
        if (error.error().code == ErrorCode::Truncated) std::abort();
      }
  }
  return 0;
}
