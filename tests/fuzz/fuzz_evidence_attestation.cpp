// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/statement.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// What is read as an entry of the log is written again as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto statement = countersign::evidence::readStatement(text);
  if (statement) {
    const auto again = countersign::evidence::writeStatement(*statement);
    if (!again || *again != text) std::abort();
  }
  return 0;
}
