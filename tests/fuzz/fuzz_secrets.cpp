// SPDX-License-Identifier: Apache-2.0
// links: countersign_connector_common
#include "connectors/common/secrets.h"
#include "models/identity/json.h"

#include <cstdint>
#include <cstdlib>

/// Spans are ordered, apart and inside; masking keeps lengths and lines; excerpts are short and UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto spans = findSecrets(text, 1000);
  std::uint64_t end = 1000;
  for (const Locator& span : spans) {
    if (span.offset < end || span.length == 0 || span.offset + span.length > 1000 + size) std::abort();
    end = span.offset + span.length;
  }
  std::string masked(text);
  maskSpans(masked.data(), masked.size(), 1000, spans);
  if (masked.size() != size) std::abort();
  for (std::size_t i = 0; i < size; ++i)
    if ((text[i] == '\n') != (masked[i] == '\n')) std::abort();
  const std::string excerpt = excerptAround(text, size == 0 ? 0 : data[0] * size / 256);
  if (excerpt.size() > 120 || !validUtf8(excerpt)) std::abort();
  return 0;
}
