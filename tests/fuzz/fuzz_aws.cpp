// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/aws.h"

#include <cstdint>
#include <cstdlib>

namespace {

/// Looks at everything that a connector gives.
class CheckingSink final : public countersign::BatchSink {
public:
  explicit CheckingSink(std::size_t size) : size_(size) {}
  void prepare(countersign::Batch&) override {}
  countersign::Result<void> take(countersign::Batch&& batch) override {
    for (const auto& [document, where] : batch.documents)
      if (where.offset + where.length > size_ || document.object.uid.empty()) std::abort();
    for (const countersign::Locator& secret : batch.secrets)
      if (secret.offset + secret.length > size_) std::abort();
    return {};
  }
  bool cancelled() const override { return false; }
  void progress(std::uint64_t) override {}

private:
  std::size_t size_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ReadOptions options;
  for (const Connector* connector : awsConnectors()) {
    if (connector->recognises(text.substr(0, 64U << 10)) == Match::No) continue;
    Input input;
    input.name = "input";
    input.bytes = text;
    const auto facts = connector->survey(input, options);
    if (!facts) continue;
    CheckingSink sink(size);
    (void)connector->read(input, *facts, options, sink);
  }
  return 0;
}
