// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/dsse.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// What is read as an envelope is written again as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto envelope = countersign::evidence::readEnvelope(text);
  if (envelope && envelope->bytes() != text) std::abort();
  return 0;
}
